import type { ComponentChildren } from 'preact'
import { addressOf, go } from '../lib/router.ts'

interface LinkProps {
  /** A path of the console. */
  readonly to: string
  readonly children: ComponentChildren
  readonly class?: string
  readonly isCurrent?: boolean
  readonly label?: string
  readonly style?: Readonly<Record<string, string | number>>
}

/** A link within the console: an ordinary one, which new tabs and bookmarks know too. */
export function Link({ to, children, class: className, isCurrent, label, style }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <a
      href={addressOf(to)}
      class={className}
      onClick={follow}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={label}
      style={style}
    >
      {children}
    </a>
  )
}

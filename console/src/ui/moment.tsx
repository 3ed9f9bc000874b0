import { momentText, ownZone } from '../model/instant.ts'

/** A moment by the event's clocks; by those of the reader when pointed at. */
export function Moment({ at, zone }: { at: string; zone: string }) {
  const own = zone === ownZone ? undefined : `${momentText(at, ownZone)} where you are`
  return (
    <time dateTime={at} title={own}>
      {momentText(at, zone)}
    </time>
  )
}

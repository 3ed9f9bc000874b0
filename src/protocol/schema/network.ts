import { isIPv6 } from 'node:net'

/**
 * Returns what limits per address count together: an IPv4 address, also where it is mapped to IPv6, or the first 64 bits of
 * an IPv6 address, since one caller usually has a whole /64.
 *
 * @example networkOf('::ffff:192.0.2.1') // '192.0.2.1'
 * @example networkOf('2001:db8::1') // '2001:db8:0:0'
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array<string>(Math.max(missing, 0)).fill('0')].slice(0, 4).join(':')
}

import { createHash } from 'node:crypto'

/** Makes the GUID of a name: the same each time. */
export type Named = (name: string) => string

/** GUIDs of version 8 (RFC 9562) that a seed and a name make. */
export function deterministicGuids(seed: number): Named {
  return (name) => {
    const bytes = createHash('sha256').update(`${seed} ${name}`).digest().subarray(0, 16)
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
}

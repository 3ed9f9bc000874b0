import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { DatabaseUrlError } from '../url.ts'

/** How connections are protected. */
export interface TlsSettings {
  /** Null: not at all. */
  readonly options: ConnectionOptions | null
  /** Whether a server without TLS will do. */
  readonly optional: boolean
}

const modes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const

/**
 * What sslmode and its files ask for, as PostgreSQL's own programs understand them. Without sslrootcert a certificate is
 * checked against the authorities that Node.js knows.
 * @throws DatabaseUrlError
 */
export function tlsSettings(host: string, parameters: ReadonlyMap<string, string>): TlsSettings {
  const given = parameters.get('sslmode') ?? 'prefer'
  const mode = modes.find((each) => each === given)
  if (mode === undefined) {
    throw new DatabaseUrlError(`Expected one of ${modes.join(', ')} for sslmode, found ${given}.`)
  }
  const ca = file(parameters, 'sslrootcert')
  const cert = file(parameters, 'sslcert')
  const key = file(parameters, 'sslkey')
  if ((cert === undefined) !== (key === undefined)) throw new DatabaseUrlError('sslcert and sslkey go together.')
  const isChecked = mode === 'verify-ca' || mode === 'verify-full' || (mode === 'require' && ca !== undefined)
  if (ca !== undefined && !isChecked) {
    throw new DatabaseUrlError(`sslrootcert needs sslmode=verify-full or verify-ca: with ${mode} nothing is checked.`)
  }
  // A socket of the machine itself needs no protection, and has none.
  if (mode === 'disable' || host.startsWith('/')) return { options: null, optional: false }
  const options: ConnectionOptions = {
    // The name to be found in the certificate.
    host,
    rejectUnauthorized: isChecked,
    ...(isChecked && mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert, key }),
  }
  return { options, optional: mode === 'prefer' }
}

function file(parameters: ReadonlyMap<string, string>, name: string): string | undefined {
  const path = parameters.get(name)
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new DatabaseUrlError(`Cannot read the file of ${name}, ${path} (${code}).`)
  }
}

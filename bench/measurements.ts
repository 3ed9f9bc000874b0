import type { CodecRow } from './codecs.ts'
import type { Asked } from './requests.ts'
import type { AloneResult } from './sqlite-alone.ts'

/** One stretch of load on one server. */
export interface Stretch {
  readonly requests: number
  readonly seconds: number
  /** Latencies in milliseconds. */
  readonly p50: number
  readonly p99: number
  /** CPU time of the server and of the load generator, in seconds; NaN where it is not known. */
  readonly serverCpu: number
  readonly generatorCpu: number
}

/** A bare server and Lectern one after the other: what is compared was measured in the same few seconds. */
export interface Round {
  readonly bare: Stretch
  readonly lectern: Stretch
}

export interface ScenarioMeasurement {
  readonly asked: Asked
  readonly connections: number
  readonly rounds: readonly Round[]
}

export interface Machine {
  readonly cpu: string
  readonly cpus: number
  readonly platform: string
  readonly node: string
}

/** All that one run of the benchmark measured. */
export interface Measurements {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly machine: Machine
  readonly scenarios: readonly ScenarioMeasurement[]
  readonly sqliteAlone: readonly AloneResult[]
  readonly codecs: readonly CodecRow[]
  /** From start to first answer, in milliseconds. */
  readonly readyAfter: readonly number[]
  /** Bytes in use after so many assigns. */
  readonly memory: { readonly bytes: number; readonly assigns: number }
}

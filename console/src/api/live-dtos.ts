/**
 * Operations as `/types/typescript` will tell them once the contract has them: how sessions filled.
 * They go when `dtos.gen.ts` has them.
 */
import type { IReturn } from '@servicestack/client'
import { BaseDto } from './dtos.gen.ts'

export class FillEntry {
  public At?: string
  public SessionId?: number
  public Taken?: number
}

export class EventFillResponse extends BaseDto {
  public FillList?: FillEntry[]
}

export class EventFill extends BaseDto implements IReturn<EventFillResponse> {
  public EventID?: number
  public SessionId?: number
  public constructor(init?: Partial<EventFill>) {
    super(init)
    Object.assign(this, init)
  }
  public getTypeName() {
    return 'EventFill'
  }
  public getMethod() {
    return 'GET'
  }
  public createResponse() {
    return new EventFillResponse()
  }
}

/**
 * Operations as `/types/typescript` will tell them once the contract has them: the audit trail and how sessions filled.
 * They go when `dtos.gen.ts` has them.
 */
import type { IReturn } from '@servicestack/client'
import { BaseDto } from './dtos.gen.ts'

export class AuditEntry {
  public Id?: number
  public At?: string
  public Principal?: string
  public RequestId?: string
  public Action?: string
  public Subject?: string
  public Before?: string
  public After?: string
}

export class EventAuditResponse extends BaseDto {
  public AuditList?: AuditEntry[]
  public ListCount?: number
}

export class EventAudit extends BaseDto implements IReturn<EventAuditResponse> {
  public EventID?: number
  public SessionId?: number
  public RegistrationID?: string
  public BadgeNumber?: number
  public Action?: string
  public From?: string
  public To?: string
  public PageSize?: number
  public PageNumber?: number
  public constructor(init?: Partial<EventAudit>) {
    super(init)
    Object.assign(this, init)
  }
  public getTypeName() {
    return 'EventAudit'
  }
  public getMethod() {
    return 'GET'
  }
  public createResponse() {
    return new EventAuditResponse()
  }
}

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

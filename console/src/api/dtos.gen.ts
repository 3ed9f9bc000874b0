// Made by `npm run console:dtos` from the contract; not to be edited.
import type { IReturn } from '@servicestack/client'

export interface IGet
{
}

export interface IPost
{
}

export interface IPut
{
}

export interface IDelete
{
}

export interface IPatch
{
}

export class ResponseError
{
    public ErrorCode?: string;
    public FieldName?: string;
    public Message?: string;
    public Meta?: { [index: string]: string };
    public constructor(init?: Partial<ResponseError>) { Object.assign(this, init); }
}

export class ResponseStatus
{
    public ErrorCode?: string;
    public Message?: string;
    public StackTrace?: string;
    public Errors?: ResponseError[];
    public Meta?: { [index: string]: string };
    public constructor(init?: Partial<ResponseStatus>) { Object.assign(this, init); }
}

export enum Device
{
    Desktop = "Desktop",
    IOS = "IOS",
    Android = "Android",
}

export class BaseSharedDto
{
    public ClientID?: number;
    public ResponseStatus?: ResponseStatus;
    public BypassCache?: boolean;
    public DateCached?: string;
    public Device?: Device;
    public constructor(init?: Partial<BaseSharedDto>) { Object.assign(this, init); }
}

export class EventRegistrationSessionModel extends BaseSharedDto
{
    public EventID?: number;
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public Sessions?: { [index: string]: string }[];
    public SessionIds?: number[];
    public constructor(init?: Partial<EventRegistrationSessionModel>) { super(init); Object.assign(this, init); }
}

export class RegistrationSessionResponse extends EventRegistrationSessionModel
{
    /** @description Where the registration is on waiting lists; Position 1 is the next. */
    public Waitlisted?: { [index: string]: string }[];
    public constructor(init?: Partial<RegistrationSessionResponse>) { super(init); Object.assign(this, init); }
}

/** @description Assign session to event registration. Delete session from event registration. */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions", "POST,DELETE")
export class RegistrationSessionRequest extends EventRegistrationSessionModel implements IReturn<RegistrationSessionResponse>
{
    /** @description Puts the registration on the waiting lists of the sessions that are full. */
    public Waitlist?: boolean;
    public constructor(init?: Partial<RegistrationSessionRequest>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "RegistrationSessionRequest"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new RegistrationSessionResponse(); }
}

export class EventRegistrationSessionsBulkResult
{
    /** @description The place of the item in the request, from 0. */
    public Index?: number;
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public SessionIds?: number[];
    /** @description Where the registration is on waiting lists; Position 1 is the next. */
    public Waitlisted?: { [index: string]: string }[];
    /** @description Why the item was refused; unset where it is done. */
    public ResponseStatus?: ResponseStatus;
    public constructor(init?: Partial<EventRegistrationSessionsBulkResult>) { Object.assign(this, init); }
}

export class EventRegistrationSessionsBulkResponse extends BaseSharedDto
{
    public EventID?: number;
    /** @description How many items are done. */
    public Done?: number;
    /** @description How many items were refused. */
    public Failed?: number;
    /** @description One for each item, in order. */
    public Results?: EventRegistrationSessionsBulkResult[];
    public constructor(init?: Partial<EventRegistrationSessionsBulkResponse>) { super(init); Object.assign(this, init); }
}

export class EventRegistrationSessionsBulkItem
{
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public SessionIds?: number[];
    public Sessions?: { [index: string]: string }[];
    /** @description Puts it on the waiting lists of the sessions that are full. */
    public Waitlist?: boolean;
    /** @description Removes the sessions instead of assigning them. */
    public Remove?: boolean;
    public constructor(init?: Partial<EventRegistrationSessionsBulkItem>) { Object.assign(this, init); }
}

/** @description Assign sessions to many registrations, or remove them. */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions/Bulk", "POST")
export class EventRegistrationSessionsBulk extends BaseSharedDto implements IReturn<EventRegistrationSessionsBulkResponse>, IPost
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    // @ApiMember(ParameterType="body", IsRequired=true)
    public Items?: EventRegistrationSessionsBulkItem[];
    /** @description All items or none; otherwise each item by itself. */
    // @ApiMember(ParameterType="body")
    public Atomic?: boolean;
    public constructor(init?: Partial<EventRegistrationSessionsBulk>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrationSessionsBulk"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new EventRegistrationSessionsBulkResponse(); }
}

export class BaseDto extends BaseSharedDto
{
    public UsingRedis?: boolean;
    public AppInitTime?: string;
    public ServerID?: string;
    public constructor(init?: Partial<BaseDto>) { super(init); Object.assign(this, init); }
}

export class EventSessionsResponse extends BaseDto
{
    public Sessions?: EventSessions[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventSessionsResponse>) { super(init); Object.assign(this, init); }
}

/** @description The sessions of the event. Create a session. Update a session. One session. Delete a session. */
// @Route("/Ams/{ClientID}/Event/{EventId}/Sessions", "GET,POST,PUT")
// @Route("/Ams/{ClientID}/Event/{EventId}/Sessions/{SessionId}", "GET,DELETE")
export class EventSessions extends BaseDto implements IReturn<EventSessionsResponse>
{
    // @ApiMember(ParameterType="path")
    public SessionId?: number;
    // @ApiMember(ParameterType="path")
    public EventId?: number;
    // @ApiMember(ParameterType="body")
    public DateCreated?: string;
    // @ApiMember(ParameterType="body")
    public Name?: string;
    // @ApiMember(ParameterType="body")
    public Presenter?: string;
    // @ApiMember(ParameterType="body")
    public StartDate?: string;
    // @ApiMember(ParameterType="body")
    public StartTime?: string;
    // @ApiMember(ParameterType="body")
    public EndDate?: string;
    // @ApiMember(ParameterType="body")
    public EndTime?: string;
    // @ApiMember(ParameterType="body")
    public AllowOverlap?: boolean;
    // @ApiMember(ParameterType="body")
    public MaxRegistrants?: number;
    // @ApiMember(ParameterType="body")
    public Description?: string;
    // @ApiMember(ParameterType="body")
    public RegistrantCount?: number;
    // @ApiMember(ParameterType="body")
    public NonCanceledCount?: number;
    // @ApiMember(ParameterType="body")
    public AllowCEUs?: boolean;
    // @ApiMember(ParameterType="body")
    public Tickets?: number[];
    // @ApiMember(ParameterType="body")
    public ChargeForSession?: boolean;
    // @ApiMember(ParameterType="body")
    public SessionGroupId?: number;
    // @ApiMember(ParameterType="body")
    public SortByName?: boolean;
    /** @description Where it takes place. */
    public Room?: string;
    /** @description How many of its registrations were checked in. */
    public AttendedCount?: number;
    /** @description Changes or deletes it although registrations hold it. */
    public Force?: boolean;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventSessions>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventSessions"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new EventSessionsResponse(); }
}

export class EventSessionGroupsResponse extends BaseDto
{
    public SessionGroups?: EventSessionGroups[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventSessionGroupsResponse>) { super(init); Object.assign(this, init); }
}

export enum SessionGroupType
{
    None = "None",
    Track = "Track",
}

/** @description The session groups of the event, with their sessions. Update a session group. Create a session group. One session group. Delete a session group. */
// @Route("/Ams/{ClientID}/Event/{EventId}/EventSessionGroups", "GET,PUT,POST")
// @Route("/Ams/{ClientID}/Event/{EventId}/EventSessionGroups/{SessionGroupId}", "GET,DELETE")
export class EventSessionGroups extends BaseDto implements IReturn<EventSessionGroupsResponse>
{
    // @ApiMember(ParameterType="path")
    public SessionGroupId?: number;
    // @ApiMember(ParameterType="path")
    public EventId?: number;
    // @ApiMember(ParameterType="body")
    public Name?: string;
    // @ApiMember(ParameterType="body")
    public SingleSelect?: boolean;
    // @ApiMember(ParameterType="body")
    public ExpandOnRegistration?: boolean;
    // @ApiMember(ParameterType="body")
    public Type?: SessionGroupType;
    // @ApiMember(ParameterType="body")
    public Sessions?: EventSessions[];
    // @ApiMember(ParameterType="body")
    public Ordinal?: number;
    /** @description Changes or deletes it although registrations hold it. */
    public Force?: boolean;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventSessionGroups>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventSessionGroups"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new EventSessionGroupsResponse(); }
}

export class CustomFormDataSetItem
{
    public Name?: string;
    public Value?: string;
    public constructor(init?: Partial<CustomFormDataSetItem>) { Object.assign(this, init); }
}

export class EventRegistrationRegistrant
{
    public Status?: string;
    public EventName?: string;
    public FirstName?: string;
    public LastName?: string;
    public BadgeNumber?: number;
    public RegistrationID?: string;
    public DateRegistered?: string;
    public Attended?: string;
    public OrderID?: number;
    public ProfileID?: number;
    public InvoiceID?: string;
    public IsPrimaryRegistrant?: boolean;
    public PrimaryRegistrantRegistrationID?: string;
    public PrimaryRegistrantProfileID?: number;
    public AttendeeType?: string;
    public CustomFormDataSet?: CustomFormDataSetItem[];
    public CustomFormDataSetAttachments?: { [index: string]: string }[];
    public Sessions?: { [index: string]: string }[];
    public IsAttended?: boolean;
    /** @description The ids of the tickets that the registration holds. */
    public Tickets?: number[];
    /** @description When the registration last changed. */
    public LastModifiedDate?: string;
    /** @description Where the registration is on waiting lists; Position 1 is the next. */
    public Waitlisted?: { [index: string]: string }[];
    public constructor(init?: Partial<EventRegistrationRegistrant>) { Object.assign(this, init); }
}

export class EventRegistrationsResponse extends BaseDto
{
    public EventID?: number;
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public EventRegistrationRegistrant?: EventRegistrationRegistrant;
    public Registrant?: EventRegistrationRegistrant;
    public constructor(init?: Partial<EventRegistrationsResponse>) { super(init); Object.assign(this, init); }
}

/** @description One registration. Register somebody. Update, cancel or restore a registration. Delete a registration. */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrations", "GET,POST,PUT,DELETE")
export class EventRegistrations extends BaseDto implements IReturn<EventRegistrationsResponse>
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public Registrant?: EventRegistrationRegistrant;
    /** @description Changes or deletes it although registrations hold it. */
    public Force?: boolean;
    public constructor(init?: Partial<EventRegistrations>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrations"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new EventRegistrationsResponse(); }
}

export class EventTicketsResponse extends BaseDto
{
    public Tickets?: EventTickets[];
    public RestrictAvailableTypes?: boolean;
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventTicketsResponse>) { super(init); Object.assign(this, init); }
}

export enum TicketType
{
    Product = "Product",
    Registration = "Registration",
}

export enum AvailableType
{
    Both = "Both",
    Member = "Member",
    NonMember = "NonMember",
}

export class ProductPrice
{
    public Id?: number;
    public Name?: string;
    public Price?: number;
    public constructor(init?: Partial<ProductPrice>) { Object.assign(this, init); }
}

/** @description The tickets of the event. Update a ticket. Create a ticket. One ticket. Delete a ticket. */
// @Route("/Ams/{ClientID}/Event/{EventId}/Tickets", "GET,PUT,POST")
// @Route("/Ams/{ClientID}/Event/{EventId}/Tickets/{TicketId}", "GET,DELETE")
export class EventTickets extends BaseDto implements IReturn<EventTicketsResponse>
{
    // @ApiMember(ParameterType="path")
    public TicketId?: number;
    // @ApiMember(ParameterType="path")
    public EventId?: number;
    // @ApiMember(ParameterType="body")
    public DateCreated?: string;
    // @ApiMember(ParameterType="body")
    public Name?: string;
    // @ApiMember(ParameterType="body")
    public Quantity?: number;
    // @ApiMember(ParameterType="body")
    public ChargeForEvent?: boolean;
    // @ApiMember(ParameterType="body")
    public Active?: boolean;
    // @ApiMember(ParameterType="body")
    public Required?: boolean;
    // @ApiMember(ParameterType="body")
    public Type?: TicketType;
    // @ApiMember(ParameterType="body")
    public Description?: string;
    // @ApiMember(ParameterType="body")
    public Category?: number;
    // @ApiMember(ParameterType="body")
    public UseInventory?: boolean;
    // @ApiMember(ParameterType="body")
    public Available?: AvailableType;
    // @ApiMember(ParameterType="body")
    public SKU?: string;
    // @ApiMember(ParameterType="body")
    public GLCode?: string;
    // @ApiMember(ParameterType="body")
    public QBClass?: string;
    // @ApiMember(ParameterType="body")
    public UnitPrice?: number;
    // @ApiMember(ParameterType="body")
    public Prices?: ProductPrice[];
    // @ApiMember(ParameterType="body")
    public ExcludeFromEvent?: boolean;
    // @ApiMember(ParameterType="body")
    public PromoCodeIds?: number[];
    // @ApiMember(ParameterType="body")
    public IsForCopy?: boolean;
    // @ApiMember(ParameterType="body")
    public IsForReuse?: boolean;
    // @ApiMember(ParameterType="body")
    public IsLinked?: boolean;
    // @ApiMember(ParameterType="body")
    public EventTicketLinkId?: number;
    // @ApiMember(ParameterType="body")
    public TaxLocationID?: number;
    /** @description Changes or deletes it although registrations hold it. */
    public Force?: boolean;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventTickets>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventTickets"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new EventTicketsResponse(); }
}

export class EventsResponse extends BaseDto
{
    public EventsList?: Events[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventsResponse>) { super(init); Object.assign(this, init); }
}

export class EventRegistrationSettings
{
    public MaxRegistrants?: number;
    public OpensOn?: string;
    public ClosesOn?: string;
    public constructor(init?: Partial<EventRegistrationSettings>) { Object.assign(this, init); }
}

export class EventRecurrence
{
    public constructor(init?: Partial<EventRecurrence>) { Object.assign(this, init); }
}

export class EventLocation
{
    public Name?: string;
    public Address?: string;
    public City?: string;
    /** @description An IANA name such as Europe/Paris; it wins over the offset. */
    public TimeZone?: string;
    public constructor(init?: Partial<EventLocation>) { Object.assign(this, init); }
}

export class EventContact
{
    public Name?: string;
    public Email?: string;
    public Phone?: string;
    public constructor(init?: Partial<EventContact>) { Object.assign(this, init); }
}

export class EventVisibility
{
    public constructor(init?: Partial<EventVisibility>) { Object.assign(this, init); }
}

/** @description The events of the client. Create an event. Update an event. One event. Delete an event. */
// @Route("/Ams/{ClientID}/Events", "GET,POST,PUT")
// @Route("/Ams/{ClientID}/Events/{EventId}", "GET,DELETE")
export class Events extends BaseDto implements IReturn<EventsResponse>
{
    // @ApiMember(ParameterType="path")
    public EventId?: number;
    // @ApiMember(ParameterType="body")
    public Active?: boolean;
    // @ApiMember(ParameterType="body")
    public ActivateOn?: string;
    // @ApiMember(ParameterType="body")
    public Name?: string;
    // @ApiMember(ParameterType="body")
    public StartDate?: string;
    // @ApiMember(ParameterType="body")
    public StartTime?: string;
    // @ApiMember(ParameterType="body")
    public EndDate?: string;
    // @ApiMember(ParameterType="body")
    public EndTime?: string;
    // @ApiMember(ParameterType="body")
    public DisplayDate?: string;
    // @ApiMember(ParameterType="body")
    public DisplayTime?: string;
    /** @description Hours from UTC. */
    // @ApiMember(ParameterType="body")
    public DateTimeOffset?: number;
    // @ApiMember(ParameterType="body")
    public DateTimeOffsetDST?: boolean;
    // @ApiMember(ParameterType="body")
    public Comments?: string;
    // @ApiMember(ParameterType="body")
    public Description?: string;
    // @ApiMember(ParameterType="body")
    public Logo?: string;
    // @ApiMember(ParameterType="body")
    public LogoName?: string;
    // @ApiMember(ParameterType="body")
    public Registration?: EventRegistrationSettings;
    // @ApiMember(ParameterType="body")
    public Recurrence?: EventRecurrence;
    // @ApiMember(ParameterType="body")
    public Location?: EventLocation;
    // @ApiMember(ParameterType="body")
    public Contact?: EventContact;
    // @ApiMember(ParameterType="body")
    public Visibility?: EventVisibility;
    // @ApiMember(ParameterType="body")
    public ParentEventId?: number;
    // @ApiMember(ParameterType="body")
    public UpdateSeries?: boolean;
    // @ApiMember(ParameterType="body")
    public Categories?: number[];
    // @ApiMember(ParameterType="body")
    public Groups?: number[];
    // @ApiMember(ParameterType="body")
    public EventGuid?: string;
    // @ApiMember(ParameterType="body")
    public IsVirtual?: boolean;
    // @ApiMember(ParameterType="body")
    public Featured?: boolean;
    // @ApiMember(ParameterType="body")
    public MemberID?: number;
    /** @description When it last changed; of a list, only those changed since. */
    public LastModifiedDate?: string;
    /** @description Changes or deletes it although registrations hold it. */
    public Force?: boolean;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<Events>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "Events"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new EventsResponse(); }
}

export class EventIDListEntry
{
    public ID?: number;
    public constructor(init?: Partial<EventIDListEntry>) { Object.assign(this, init); }
}

export class EventIDsResponse extends BaseDto
{
    public EventIDList?: EventIDListEntry[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventIDsResponse>) { super(init); Object.assign(this, init); }
}

/** @description The ids of the events of the client. */
// @Route("/Ams/{ClientID}/EventIDs", "GET")
export class EventIDs extends BaseDto implements IReturn<EventIDsResponse>, IGet
{
    /** @description A part of the name, in any letter case. */
    // @ApiMember(ParameterType="query")
    public EventName?: string;
    /** @description Those that end on that day or later. */
    // @ApiMember(ParameterType="query")
    public StartDate?: string;
    /** @description Those that start on that day or earlier. */
    // @ApiMember(ParameterType="query")
    public EndDate?: string;
    /** @description Those changed since. */
    // @ApiMember(ParameterType="query")
    public LastModifiedDate?: string;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventIDs>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventIDs"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventIDsResponse(); }
}

export class EventCategory
{
    public Id?: number;
    public Name?: string;
    public constructor(init?: Partial<EventCategory>) { Object.assign(this, init); }
}

export class EventCategoriesResponse extends BaseDto
{
    public EventCategoryList?: EventCategory[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventCategoriesResponse>) { super(init); Object.assign(this, init); }
}

/** @description The categories of events. */
// @Route("/Ams/{ClientID}/EventCategories", "GET")
export class EventCategories extends BaseDto implements IReturn<EventCategoriesResponse>, IGet
{
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventCategories>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventCategories"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventCategoriesResponse(); }
}

export class EventRegistrant
{
    public Id?: number;
    public FirstName?: string;
    public LastName?: string;
    public HeadShotImage?: string;
    public DisplayName?: string;
    public DateRegistered?: string;
    public RegistrationID?: string;
    public IsPrimary?: boolean;
    public BadgeNumber?: number;
    /** @description The status of the registration. */
    public Status?: string;
    /** @description When it was checked in to the event. */
    public AttendedAt?: string;
    public constructor(init?: Partial<EventRegistrant>) { Object.assign(this, init); }
}

export class EventRegistrantsResponse extends BaseDto
{
    public EventRegistrantsList?: EventRegistrant[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventRegistrantsResponse>) { super(init); Object.assign(this, init); }
}

export enum RegistrationStatus
{
    InComplete = "InComplete",
    Open = "Open",
    Approved = "Approved",
    Cancelled = "Cancelled",
}

/** @description The registrants of the event. */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrants", "GET")
export class EventRegistrants extends BaseDto implements IReturn<EventRegistrantsResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    // @ApiMember(ParameterType="query")
    public Status?: RegistrationStatus;
    /** @description The beginning of it, in any letter case. */
    // @ApiMember(ParameterType="query")
    public FirstName?: string;
    /** @description The beginning of it, in any letter case. */
    // @ApiMember(ParameterType="query")
    public LastName?: string;
    /** @description Words, each a part of the name or the beginning of the badge’s number. */
    public Search?: string;
    /** @description Only those changed since. */
    public LastModifiedDate?: string;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventRegistrants>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrants"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventRegistrantsResponse(); }
}

export class EventRegistrationID
{
    public RegistrantID?: string;
    public IsPrimary?: boolean;
    public constructor(init?: Partial<EventRegistrationID>) { Object.assign(this, init); }
}

export class EventRegistrationIDsResponse extends BaseDto
{
    public EventRegistrationsID?: EventRegistrationID[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventRegistrationIDsResponse>) { super(init); Object.assign(this, init); }
}

/** @description The ids of the registrations of the event. */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrationIDs", "GET")
export class EventRegistrationIDs extends BaseDto implements IReturn<EventRegistrationIDsResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    /** @description Only those changed since. */
    public LastModifiedDate?: string;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventRegistrationIDs>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrationIDs"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventRegistrationIDsResponse(); }
}

export class EventRegistrationAttendanceResponse extends BaseDto
{
    public Success?: boolean;
    public Message?: string;
    public constructor(init?: Partial<EventRegistrationAttendanceResponse>) { super(init); Object.assign(this, init); }
}

/** @description Check a registration in to its event. */
// @Route("/Ams/{ClientID}/EventRegistrationAttendance", "PUT")
export class EventRegistrationAttendance extends BaseDto implements IReturn<EventRegistrationAttendanceResponse>, IPut
{
    public RegistrationID?: string;
    public AttendedEvent?: boolean;
    public CheckInDate?: string;
    public constructor(init?: Partial<EventRegistrationAttendance>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrationAttendance"; }
    public getMethod() { return "PUT"; }
    public createResponse() { return new EventRegistrationAttendanceResponse(); }
}

export class EventSessionAttendanceResponse extends BaseDto
{
    public Success?: boolean;
    public Message?: string;
    public constructor(init?: Partial<EventSessionAttendanceResponse>) { super(init); Object.assign(this, init); }
}

/** @description Check a registration in to a session. */
// @Route("/Ams/{ClientID}/EventSessionAttendance", "PUT")
export class EventSessionAttendance extends BaseDto implements IReturn<EventSessionAttendanceResponse>, IPut
{
    public EventID?: number;
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public SessionId?: number;
    public Attended?: boolean;
    public CheckInDate?: string;
    public constructor(init?: Partial<EventSessionAttendance>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventSessionAttendance"; }
    public getMethod() { return "PUT"; }
    public createResponse() { return new EventSessionAttendanceResponse(); }
}

export class SessionRosterEntry
{
    public BadgeNumber?: number;
    public RegistrationID?: string;
    public FirstName?: string;
    public LastName?: string;
    public Status?: string;
    public AttendedAt?: string;
    public constructor(init?: Partial<SessionRosterEntry>) { Object.assign(this, init); }
}

export class EventSessionRosterResponse extends BaseDto
{
    public EventID?: number;
    public SessionId?: number;
    public Roster?: SessionRosterEntry[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventSessionRosterResponse>) { super(init); Object.assign(this, init); }
}

/** @description Who holds the session. */
// @Route("/Ams/{ClientID}/Event/{EventID}/Sessions/{SessionId}/Roster", "GET")
export class EventSessionRoster extends BaseDto implements IReturn<EventSessionRosterResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    // @ApiMember(ParameterType="path")
    public SessionId?: number;
    /** @description Only registrations of that status; all but cancelled ones where it is not given. */
    // @ApiMember(ParameterType="query")
    public Status?: RegistrationStatus;
    /** @description Who waits for a place, the next one first, instead of who has one. */
    // @ApiMember(ParameterType="query")
    public Waitlisted?: boolean;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventSessionRoster>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventSessionRoster"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventSessionRosterResponse(); }
}

export class AgendaEntry
{
    public SessionId?: number;
    public Name?: string;
    public Presenter?: string;
    public Room?: string;
    public StartDate?: string;
    public StartTime?: string;
    public EndDate?: string;
    public EndTime?: string;
    /** @description The moment of the start, with the offset of the event’s clocks. */
    public StartsAt?: string;
    /** @description The moment of the end, likewise. */
    public EndsAt?: string;
    public AttendedAt?: string;
    public constructor(init?: Partial<AgendaEntry>) { Object.assign(this, init); }
}

export class EventRegistrationAgendaResponse extends BaseDto
{
    public EventID?: number;
    public EventName?: string;
    public TimeZone?: string;
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public FirstName?: string;
    public LastName?: string;
    public Status?: string;
    public Agenda?: AgendaEntry[];
    public constructor(init?: Partial<EventRegistrationAgendaResponse>) { super(init); Object.assign(this, init); }
}

/** @description The agenda of a registration. */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrationAgenda", "GET")
export class EventRegistrationAgenda extends BaseDto implements IReturn<EventRegistrationAgendaResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    // @ApiMember(ParameterType="query")
    public RegistrationID?: string;
    // @ApiMember(ParameterType="query")
    public BadgeNumber?: number;
    public constructor(init?: Partial<EventRegistrationAgenda>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrationAgenda"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventRegistrationAgendaResponse(); }
}

export class EventRegistrationCalendarResponse extends BaseDto
{
    public constructor(init?: Partial<EventRegistrationCalendarResponse>) { super(init); Object.assign(this, init); }
}

/** @description The agenda of a registration as an iCalendar document. */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrationAgenda.ics", "GET")
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrationCalendar", "GET")
export class EventRegistrationCalendar extends BaseDto implements IReturn<EventRegistrationCalendarResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    // @ApiMember(ParameterType="query")
    public RegistrationID?: string;
    // @ApiMember(ParameterType="query")
    public BadgeNumber?: number;
    public constructor(init?: Partial<EventRegistrationCalendar>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrationCalendar"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventRegistrationCalendarResponse(); }
}

export enum ChoiceState
{
    Open = "Open",
    Held = "Held",
    Waiting = "Waiting",
}

export class ChoiceReason
{
    public ErrorCode?: string;
    public Message?: string;
    public constructor(init?: Partial<ChoiceReason>) { Object.assign(this, init); }
}

export class SessionChoice
{
    public SessionId?: number;
    public State?: ChoiceState;
    public Reasons?: ChoiceReason[];
    public constructor(init?: Partial<SessionChoice>) { Object.assign(this, init); }
}

export class EventRegistrationChoicesResponse extends BaseDto
{
    public EventID?: number;
    public RegistrationID?: string;
    public BadgeNumber?: number;
    public Choices?: SessionChoice[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventRegistrationChoicesResponse>) { super(init); Object.assign(this, init); }
}

/** @description Which sessions a registration may have, and which rules stand against the others (ours). */
// @Route("/Ams/{ClientID}/Event/{EventID}/EventRegistrationChoices", "GET")
export class EventRegistrationChoices extends BaseDto implements IReturn<EventRegistrationChoicesResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    // @ApiMember(ParameterType="query")
    public RegistrationID?: string;
    // @ApiMember(ParameterType="query")
    public BadgeNumber?: number;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventRegistrationChoices>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventRegistrationChoices"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventRegistrationChoicesResponse(); }
}

export class AuditEntry
{
    public Id?: number;
    public At?: string;
    public Principal?: string;
    public RequestId?: string;
    public Action?: string;
    public Subject?: string;
    public Before?: string;
    public After?: string;
    public constructor(init?: Partial<AuditEntry>) { Object.assign(this, init); }
}

export class EventAuditResponse extends BaseDto
{
    public EventID?: number;
    public AuditList?: AuditEntry[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<EventAuditResponse>) { super(init); Object.assign(this, init); }
}

/** @description The changes that were made in the event (ours). */
// @Route("/Ams/{ClientID}/Event/{EventID}/Audit", "GET")
export class EventAudit extends BaseDto implements IReturn<EventAuditResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    /** @description Changes of this session, or of who holds it. */
    // @ApiMember(ParameterType="query")
    public SessionId?: number;
    /** @description Changes of this registration. */
    // @ApiMember(ParameterType="query")
    public RegistrationID?: string;
    /** @description Changes of one kind, such as assign. */
    // @ApiMember(ParameterType="query")
    public Action?: string;
    /** @description Changes made then or later. */
    // @ApiMember(ParameterType="query")
    public From?: string;
    /** @description Changes made before then. */
    // @ApiMember(ParameterType="query")
    public To?: string;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<EventAudit>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventAudit"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventAuditResponse(); }
}

export class FillEntry
{
    public At?: string;
    public Taken?: number;
    public constructor(init?: Partial<FillEntry>) { Object.assign(this, init); }
}

export class EventFillResponse extends BaseDto
{
    public EventID?: number;
    public SessionId?: number;
    public FillList?: FillEntry[];
    public constructor(init?: Partial<EventFillResponse>) { super(init); Object.assign(this, init); }
}

/** @description How many places were taken over time (ours). */
// @Route("/Ams/{ClientID}/Event/{EventID}/Fill", "GET")
export class EventFill extends BaseDto implements IReturn<EventFillResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    /** @description Places of this session; without it, those of all sessions together. */
    // @ApiMember(ParameterType="query")
    public SessionId?: number;
    /** @description How many entries to answer at most, from 2 to 5,000; 500 without it. */
    // @ApiMember(ParameterType="query")
    public Points?: number;
    public constructor(init?: Partial<EventFill>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventFill"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventFillResponse(); }
}

export class SessionCounters
{
    public SessionId?: number;
    public Taken?: number;
    public Capacity?: number;
    public Waitlisted?: number;
    public constructor(init?: Partial<SessionCounters>) { Object.assign(this, init); }
}

export class EventChangesResponse extends BaseDto
{
    public EventID?: number;
    public Counters?: SessionCounters[];
    public constructor(init?: Partial<EventChangesResponse>) { super(init); Object.assign(this, init); }
}

/** @description What changes in the event, as server-sent events (ours). */
// @Route("/Ams/{ClientID}/Event/{EventID}/Changes", "GET")
export class EventChanges extends BaseDto implements IReturn<EventChangesResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public EventID?: number;
    public constructor(init?: Partial<EventChanges>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "EventChanges"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new EventChangesResponse(); }
}

export class AuthenticateResponse
{
    public UserId?: string;
    public SessionId?: string;
    public UserName?: string;
    public DisplayName?: string;
    public ReferrerUrl?: string;
    public BearerToken?: string;
    public RefreshToken?: string;
    public ResponseStatus?: ResponseStatus;
    public Meta?: { [index: string]: string };
    public constructor(init?: Partial<AuthenticateResponse>) { Object.assign(this, init); }
}

export enum FailedLoginReason
{
    None = "None",
    MultipleAccounts = "MultipleAccounts",
    InvalidCredentials = "InvalidCredentials",
    AccountLockedOut = "AccountLockedOut",
    AccountSuspended = "AccountSuspended",
    AccountPendingApproval = "AccountPendingApproval",
    InvalidClient = "InvalidClient",
    InvalidToken = "InvalidToken",
    ConsentRequired = "ConsentRequired",
}

export class MemberConfig
{
    public constructor(init?: Partial<MemberConfig>) { Object.assign(this, init); }
}

export class BrandingConfig
{
    public constructor(init?: Partial<BrandingConfig>) { Object.assign(this, init); }
}

export class AuthResponse extends AuthenticateResponse
{
    public ClientID?: number;
    public MemberID?: number;
    public FailedLoginReason?: FailedLoginReason;
    public MemberConfig?: MemberConfig;
    public BrandingConfig?: BrandingConfig;
    public ExchangeToken?: string;
    public constructor(init?: Partial<AuthResponse>) { super(init); Object.assign(this, init); }
}

export enum AuthUserType
{
    Anonymous = "Anonymous",
    Admin = "Admin",
    Member = "Member",
}

/** @description Sign in. Sign in with a token. */
// @Route("/Ams/Authenticate", "POST")
// @Route("/Ams/Authenticate/{Token}", "POST")
export class Auth implements IReturn<AuthResponse>, IPost
{
    public ConsumerKey?: string;
    public ConsumerSecret?: string;
    public AccessToken?: string;
    // @ApiMember(ParameterType="path")
    public Token?: string;
    public ClientID?: number;
    public UserType?: AuthUserType;
    public Username?: string;
    public Password?: string;
    public EmailAddress?: string;
    public IncludeMemberConfig?: boolean;
    public IncludeExchangeToken?: boolean;
    public IncludeBrandingConfig?: boolean;
    public Device?: Device;
    public constructor(init?: Partial<Auth>) { Object.assign(this, init); }
    public getTypeName() { return "Auth"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new AuthResponse(); }
}

/** @description Who is signed in. Sign in, or out. */
// @Route("/auth", "GET,POST,PUT,DELETE")
// @Route("/auth/{provider}", "GET,POST,PUT,DELETE")
// @Route("/authenticate", "GET,POST,PUT,DELETE")
// @Route("/authenticate/{provider}", "GET,POST,PUT,DELETE")
export class Authenticate implements IReturn<AuthenticateResponse>
{
    /** @description credentials, basic, apikey, or logout */
    // @ApiMember(ParameterType="path")
    public provider?: string;
    public UserName?: string;
    public Password?: string;
    public RememberMe?: boolean;
    public UseTokenCookie?: boolean;
    public Meta?: { [index: string]: string };
    public constructor(init?: Partial<Authenticate>) { Object.assign(this, init); }
    public getTypeName() { return "Authenticate"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new AuthenticateResponse(); }
}

export class JwtIssuerResponse
{
    public token?: string;
    public ResponseStatus?: ResponseStatus;
    public constructor(init?: Partial<JwtIssuerResponse>) { Object.assign(this, init); }
}

/** @description A JSON Web Token for the session. */
// @Route("/Ams/Auth/GetJwt", "POST")
export class JwtIssuer extends BaseDto implements IReturn<JwtIssuerResponse>, IPost
{
    /** @description no meaning here */
    // @ApiMember(ParameterType="body")
    public refId?: string;
    public constructor(init?: Partial<JwtIssuer>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "JwtIssuer"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new JwtIssuerResponse(); }
}

export class GetAccessTokenResponse
{
    public AccessToken?: string;
    public ExpiresOnUtc?: string;
    /** @description Gives further access tokens; it may be used many times. */
    public RefreshToken?: string;
    public ResponseStatus?: ResponseStatus;
    public constructor(init?: Partial<GetAccessTokenResponse>) { Object.assign(this, init); }
}

export enum GrantType
{
    Code = "Code",
    RefreshToken = "RefreshToken",
}

/** @description An access token for a Code or a RefreshToken of an app. */
// @Route("/OAuth/GetAccessToken", "POST")
export class GetAccessToken extends BaseDto implements IReturn<GetAccessTokenResponse>, IPost
{
    // @ApiMember(ParameterType="body")
    public GrantType?: GrantType;
    // @ApiMember(ParameterType="body")
    public AppId?: string;
    /** @description the old spelling of AppSecret */
    // @ApiMember(ParameterType="body")
    public AppSecert?: string;
    /** @description read, write or both; all that was granted where it is not given */
    // @ApiMember(ParameterType="body")
    public Scope?: string;
    // @ApiMember(ParameterType="body")
    public Code?: string;
    // @ApiMember(ParameterType="body")
    public RefreshToken?: string;
    // @ApiMember(ParameterType="body")
    public AppSecret?: string;
    /** @description Required with a Code where one is registered for the app. */
    // @ApiMember(ParameterType="body")
    public RedirectUri?: string;
    /** @description Required with a Code that was issued for a code challenge (RFC 7636, S256). */
    // @ApiMember(ParameterType="body")
    public CodeVerifier?: string;
    public constructor(init?: Partial<GetAccessToken>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "GetAccessToken"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new GetAccessTokenResponse(); }
}

export class RefreshAccessTokenResponse
{
    public accessToken?: string;
    public expiresOnUtc?: string;
    public ResponseStatus?: ResponseStatus;
    public constructor(init?: Partial<RefreshAccessTokenResponse>) { Object.assign(this, init); }
}

/** @description A new access token for the RefreshToken of a sign-in. */
// @Route("/access-token", "POST")
// @Route("/api/GetAccessToken", "POST")
// @Route("/json/reply/GetAccessToken", "POST")
export class RefreshAccessToken extends BaseDto implements IReturn<RefreshAccessTokenResponse>, IPost
{
    // @ApiMember(ParameterType="body")
    public GrantType?: GrantType;
    // @ApiMember(ParameterType="body")
    public AppId?: string;
    /** @description the old spelling of AppSecret */
    // @ApiMember(ParameterType="body")
    public AppSecert?: string;
    /** @description read, write or both; all that was granted where it is not given */
    // @ApiMember(ParameterType="body")
    public Scope?: string;
    // @ApiMember(ParameterType="body")
    public Code?: string;
    // @ApiMember(ParameterType="body")
    public RefreshToken?: string;
    // @ApiMember(ParameterType="body")
    public AppSecret?: string;
    /** @description Required with a Code where one is registered for the app. */
    // @ApiMember(ParameterType="body")
    public RedirectUri?: string;
    /** @description Required with a Code that was issued for a code challenge (RFC 7636, S256). */
    // @ApiMember(ParameterType="body")
    public CodeVerifier?: string;
    /** @description answer in cookies alone */
    // @ApiMember(ParameterType="body")
    public UseTokenCookie?: boolean;
    public constructor(init?: Partial<RefreshAccessToken>) { super(init); Object.assign(this, init); }
    public getTypeName() { return "RefreshAccessToken"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new RefreshAccessTokenResponse(); }
}

export class GetTokenResponse
{
    public access_token?: string;
    public token_type?: string;
    public refresh_token?: string;
    public expires_in?: number;
    /** @description What was granted, in words with a space between. */
    public scope?: string;
    /** @description The code of an error. */
    public error?: string;
    /** @description What is wrong, for people. */
    public error_description?: string;
    public ResponseStatus?: ResponseStatus;
    public constructor(init?: Partial<GetTokenResponse>) { Object.assign(this, init); }
}

/** @description An access token for an authorization code or a refresh token (RFC 6749). */
// @Route("/OAuth/GetToken", "POST")
export class GetToken implements IReturn<GetTokenResponse>, IPost
{
    /** @description authorization_code or refresh_token */
    // @ApiMember(IsRequired=true)
    public grant_type?: string;
    /** @description read, write or both; all that was granted where it is not given */
    public scope?: string;
    public code?: string;
    public refresh_token?: string;
    /** @description required with a code where one is registered for the app */
    public redirect_uri?: string;
    public client_id?: string;
    public client_secret?: string;
    /** @description Required with a code that was issued for a code challenge (RFC 7636, S256). */
    public code_verifier?: string;
    public constructor(init?: Partial<GetToken>) { Object.assign(this, init); }
    public getTypeName() { return "GetToken"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new GetTokenResponse(); }
}

export class OIDCGetAccessTokenResponse
{
    public access_token?: string;
    public token_type?: string;
    public refresh_token?: string;
    public expires_in?: number;
    /** @description What was granted, in words with a space between. */
    public scope?: string;
    /** @description The code of an error. */
    public error?: string;
    /** @description What is wrong, for people. */
    public error_description?: string;
    public ResponseStatus?: ResponseStatus;
    public constructor(init?: Partial<OIDCGetAccessTokenResponse>) { Object.assign(this, init); }
}

/** @description An access token for an authorization code or a refresh token (RFC 6749). */
// @Route("/OAuth/OIDC/GetAccessToken", "POST")
export class OIDCGetAccessToken implements IReturn<OIDCGetAccessTokenResponse>, IPost
{
    /** @description authorization_code or refresh_token */
    // @ApiMember(IsRequired=true)
    public grant_type?: string;
    /** @description read, write or both; all that was granted where it is not given */
    public scope?: string;
    public code?: string;
    public refresh_token?: string;
    /** @description required with a code where one is registered for the app */
    public redirect_uri?: string;
    public client_id?: string;
    public client_secret?: string;
    /** @description Required with a code that was issued for a code challenge (RFC 7636, S256). */
    public code_verifier?: string;
    public constructor(init?: Partial<OIDCGetAccessToken>) { Object.assign(this, init); }
    public getTypeName() { return "OIDCGetAccessToken"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new OIDCGetAccessTokenResponse(); }
}

export class SandboxSnapshot
{
    public Name?: string;
    public TakenAt?: string;
    public Rows?: number;
    public constructor(init?: Partial<SandboxSnapshot>) { Object.assign(this, init); }
}

export enum FaultTime
{
    Before = "Before",
    After = "After",
}

export class SandboxFault
{
    public Id?: number;
    /** @description The operation that calls must be of; any without it. */
    public Operation?: string;
    /** @description The verb that they must have; any without it. */
    public Verb?: string;
    /** @description What their address must have in it, as it was sent. */
    public UrlContains?: string;
    /** @description Whether calls are carried out first. */
    public When?: FaultTime;
    /** @description The status they are answered with, from 400 to 599. */
    public Status?: number;
    /** @description The ErrorCode along with the status; SandboxFault without it. */
    public ErrorCode?: string;
    /** @description How long they are kept waiting, in milliseconds, up to 60,000. */
    public DelayMs?: number;
    /** @description Whether their connection is cut, without an answer. */
    public Cut?: boolean;
    /** @description How many calls are left alone first. */
    public Skip?: number;
    /** @description How many it befalls: 1 without it, and 0 for all. */
    public Times?: number;
    public Left?: number;
    public Befell?: number;
    public constructor(init?: Partial<SandboxFault>) { Object.assign(this, init); }
}

export class SandboxStateResponse
{
    public ResponseStatus?: ResponseStatus;
    public Now?: string;
    public Frozen?: boolean;
    public Seed?: number;
    public Snapshots?: SandboxSnapshot[];
    public Faults?: SandboxFault[];
    public Calls?: number;
    public UnauthenticatedCalls?: number;
    public constructor(init?: Partial<SandboxStateResponse>) { Object.assign(this, init); }
}

/** @description Its clock, snapshots and faults, and how many calls it keeps. */
// @Route("/sandbox", "GET")
export class SandboxState implements IReturn<SandboxStateResponse>, IGet
{
    public constructor(init?: Partial<SandboxState>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxState"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new SandboxStateResponse(); }
}

/** @description Puts the events of the client back; at the start of all, the clock and the faults too. */
// @Route("/sandbox/reset", "POST")
export class SandboxReset implements IReturn<SandboxStateResponse>, IPost
{
    /** @description The snapshot to go back to; without it, how the sandbox was when it started. */
    public Snapshot?: string;
    public constructor(init?: Partial<SandboxReset>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxReset"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new SandboxStateResponse(); }
}

export class SandboxSnapshotsResponse
{
    public ResponseStatus?: ResponseStatus;
    public Snapshots?: SandboxSnapshot[];
    public constructor(init?: Partial<SandboxSnapshotsResponse>) { Object.assign(this, init); }
}

/** @description The snapshots there are, the oldest first. Takes a snapshot of the events of the client, in place of one of the same name. Forgets a snapshot. */
// @Route("/sandbox/snapshots", "GET,POST")
// @Route("/sandbox/snapshots/{Name}", "DELETE")
export class SandboxSnapshots implements IReturn<SandboxSnapshotsResponse>
{
    /** @description Letters, digits, _ and -, up to 60 of them. */
    public Name?: string;
    public constructor(init?: Partial<SandboxSnapshots>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxSnapshots"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new SandboxSnapshotsResponse(); }
}

export class SandboxClockResponse
{
    public ResponseStatus?: ResponseStatus;
    public Now?: string;
    public Frozen?: boolean;
    public Ahead?: string;
    public constructor(init?: Partial<SandboxClockResponse>) { Object.assign(this, init); }
}

/** @description What time it is for events, and how far that is ahead of the real time. Sets the clock of events, moves it, and has it stand still or go on. Goes back to the real time. */
// @Route("/sandbox/clock", "GET,PUT,DELETE")
export class SandboxClock implements IReturn<SandboxClockResponse>
{
    /** @description What time it is to be, with its offset; UTC without one. */
    public At?: string;
    /** @description How far it is to be moved, such as P1DT2H, or -PT15M. */
    public Move?: string;
    /** @description Whether it is to stand still. */
    public Frozen?: boolean;
    public constructor(init?: Partial<SandboxClock>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxClock"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new SandboxClockResponse(); }
}

export class SandboxFaultsResponse
{
    public ResponseStatus?: ResponseStatus;
    public Faults?: SandboxFault[];
    public constructor(init?: Partial<SandboxFaultsResponse>) { Object.assign(this, init); }
}

/** @description The faults that are ordered, the oldest first. Orders a fault for calls of the client: the first fault that a call matches befalls it. Calls all faults off. Calls a fault off. */
// @Route("/sandbox/faults", "GET,POST,DELETE")
// @Route("/sandbox/faults/{Id}", "DELETE")
export class SandboxFaults implements IReturn<SandboxFaultsResponse>
{
    /** @description The fault to call off; all of them without it. */
    public Id?: number;
    /** @description The operation that calls must be of; any without it. */
    public Operation?: string;
    /** @description The verb that they must have; any without it. */
    public Verb?: string;
    /** @description What their address must have in it, as it was sent. */
    public UrlContains?: string;
    /** @description Whether calls are carried out first. */
    public When?: FaultTime;
    /** @description The status they are answered with, from 400 to 599. */
    public Status?: number;
    /** @description The ErrorCode along with the status; SandboxFault without it. */
    public ErrorCode?: string;
    /** @description How long they are kept waiting, in milliseconds, up to 60,000. */
    public DelayMs?: number;
    /** @description Whether their connection is cut, without an answer. */
    public Cut?: boolean;
    /** @description How many calls are left alone first. */
    public Skip?: number;
    /** @description How many it befalls: 1 without it, and 0 for all. */
    public Times?: number;
    public constructor(init?: Partial<SandboxFaults>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxFaults"; }
    public getMethod() { return "POST"; }
    public createResponse() { return new SandboxFaultsResponse(); }
}

export class SandboxCallEntry
{
    public Id?: number;
    public At?: string;
    public Milliseconds?: number;
    public Verb?: string;
    public Url?: string;
    public Path?: string;
    public Operation?: string;
    public Principal?: string;
    public RequestType?: string;
    public AnswerType?: string;
    public Status?: number;
    public ErrorCode?: string;
    public FaultId?: number;
    public FromConsole?: boolean;
    public Lost?: string[];
    public constructor(init?: Partial<SandboxCallEntry>) { Object.assign(this, init); }
}

export class SandboxCallsResponse
{
    public ResponseStatus?: ResponseStatus;
    public Calls?: SandboxCallEntry[];
    /** @description The most entries of a page. */
    public PageSize?: number;
    /** @description Which page this is, from 1. */
    public PageNumber?: number;
    /** @description How many entries there are on all pages. */
    public ListCount?: number;
    /** @description The same as ListCount. */
    public TotalRecords?: number;
    public constructor(init?: Partial<SandboxCallsResponse>) { Object.assign(this, init); }
}

/** @description The calls that were made, the newest first. Forgets the calls that were made. */
// @Route("/sandbox/calls", "GET,DELETE")
export class SandboxCalls implements IReturn<SandboxCallsResponse>
{
    /** @description Calls of one operation. */
    // @ApiMember(ParameterType="query")
    public Operation?: string;
    /** @description Calls that were refused, or cut. */
    // @ApiMember(ParameterType="query")
    public Errors?: boolean;
    /** @description Calls of which the original loses something. */
    // @ApiMember(ParameterType="query")
    public Lost?: boolean;
    /** @description Calls of the console, or only others; both without it. */
    // @ApiMember(ParameterType="query")
    public FromConsole?: boolean;
    /** @description How many entries to answer; all, up to 10,000, where it is not given. */
    public PageSize?: number;
    /** @description Which page of that many entries, from 1. */
    public PageNumber?: number;
    public constructor(init?: Partial<SandboxCalls>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxCalls"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new SandboxCallsResponse(); }
}

export class SandboxHeader
{
    public Name?: string;
    public Value?: string;
    public constructor(init?: Partial<SandboxHeader>) { Object.assign(this, init); }
}

export enum FieldSource
{
    Query = "Query",
    Body = "Body",
    Path = "Path",
}

export class SandboxField
{
    public Name?: string;
    public Source?: FieldSource;
    public Value?: string;
    public constructor(init?: Partial<SandboxField>) { Object.assign(this, init); }
}

export enum RuleOutcome
{
    Allowed = "Allowed",
    Refused = "Refused",
    Waits = "Waits",
}

export class SandboxRule
{
    public Rule?: string;
    public Registration?: string;
    public SessionId?: number;
    public Outcome?: RuleOutcome;
    public constructor(init?: Partial<SandboxRule>) { Object.assign(this, init); }
}

export class SandboxCallDetail
{
    public Id?: number;
    public At?: string;
    public Milliseconds?: number;
    public Verb?: string;
    public Url?: string;
    public Path?: string;
    public Operation?: string;
    public Principal?: string;
    public RequestType?: string;
    public AnswerType?: string;
    public Status?: number;
    public ErrorCode?: string;
    public FaultId?: number;
    public FromConsole?: boolean;
    public Lost?: string[];
    public RequestId?: string;
    public Address?: string;
    public RequestHeaders?: SandboxHeader[];
    public RequestBody?: string;
    public Fields?: SandboxField[];
    public Ignored?: string[];
    public Rules?: SandboxRule[];
    public AnswerHeaders?: SandboxHeader[];
    public AnswerBody?: string;
    public Curl?: string;
    public constructor(init?: Partial<SandboxCallDetail>) { Object.assign(this, init); }
}

export class SandboxCallResponse
{
    public ResponseStatus?: ResponseStatus;
    public Call?: SandboxCallDetail;
    public constructor(init?: Partial<SandboxCallResponse>) { Object.assign(this, init); }
}

/** @description A call: what was sent, how it was read, which rules were asked, the answer. */
// @Route("/sandbox/calls/{Id}", "GET")
export class SandboxCall implements IReturn<SandboxCallResponse>, IGet
{
    // @ApiMember(ParameterType="path")
    public Id?: number;
    public constructor(init?: Partial<SandboxCall>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxCall"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new SandboxCallResponse(); }
}

export class SandboxHarResponse
{
    public ResponseStatus?: ResponseStatus;
    public constructor(init?: Partial<SandboxHarResponse>) { Object.assign(this, init); }
}

/** @description The calls as an HTTP Archive (HAR 1.2), for the tools that read it. */
// @Route("/sandbox/har", "GET")
export class SandboxHar implements IReturn<SandboxHarResponse>, IGet
{
    /** @description Calls of one operation. */
    // @ApiMember(ParameterType="query")
    public Operation?: string;
    /** @description Calls that were refused, or cut. */
    // @ApiMember(ParameterType="query")
    public Errors?: boolean;
    /** @description Calls of which the original loses something. */
    // @ApiMember(ParameterType="query")
    public Lost?: boolean;
    /** @description Calls of the console, or only others; both without it. */
    // @ApiMember(ParameterType="query")
    public FromConsole?: boolean;
    public constructor(init?: Partial<SandboxHar>) { Object.assign(this, init); }
    public getTypeName() { return "SandboxHar"; }
    public getMethod() { return "GET"; }
    public createResponse() { return new SandboxHarResponse(); }
}

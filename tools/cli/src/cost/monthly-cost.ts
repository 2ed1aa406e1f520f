import { RECONNECT_SECONDS, type Traffic } from '../traffic.ts';

export interface CostedTraffic extends Traffic {
  /** Of one result, as a frame. */
  readonly payloadKb: number;
  /** Of what the publisher reads for one subscription. */
  readonly rowKb: number;
  /** The publisher's. */
  readonly memoryGb: number;
}

/** One line of a bill, in dollars. */
export interface CostLine {
  readonly name: string;
  readonly dollars: number;
}

const MONTH_SECONDS = 2_592_000;
const MONTH_MINUTES = 43_200;
const MILLION = 1_000_000;
const GIB_IN_KB = 1_048_576;

/** us-east-1, on demand, without free tiers; the pages that they are from are named in docs/cost.md. */
const DOLLARS = {
  messageMillion: 1,
  /** Of messages beyond the first billion of a month. */
  laterMessageMillion: 0.8,
  minuteMillion: 0.25,
  requestMillion: 0.2,
  /** arm64. */
  gbSecond: 0.0000133334,
  readMillion: 0.125,
  writeMillion: 0.625,
  publishMillion: 0.5,
  egressGib: 0.09,
} as const;

const FIRST_MESSAGES = 1_000 * MILLION;
/** A message is billed for each 32 KB. */
const BILLED_KB = 32;
/** 100 ms at 256 MB. */
const HANDLER_GB_SECONDS = 0.025;

/**
 * What a month costs, line by line. Pings cost two messages and no Lambda: their route answers them. The volume that makes
 * messages cheaper is that of all: control messages are counted after the results, so they cost what they add.
 */
export function monthlyCost(traffic: CostedTraffic): readonly CostLine[] {
  const { clients, subscriptions, events, fanOut, pingSeconds, publisherSeconds } = traffic;
  const connects = (clients * MONTH_SECONDS) / RECONNECT_SECONDS;
  const pings = pingSeconds === null ? 0 : (clients * MONTH_SECONDS) / pingSeconds;
  const published = events * MONTH_SECONDS;
  const results = published * fanOut;

  const outbound = results * Math.ceil(traffic.payloadKb / BILLED_KB);
  const control = connects * (2 + subscriptions) + 2 * pings;
  const handled = connects * (3 + subscriptions);
  // An eventual Query adds up what it reads and rounds once: half a unit for each 4 KB.
  const readUnits = published * Math.max(0.5, (fanOut * traffic.rowKb) / 8);
  // Put and delete, of the connection and of two rows for each subscription: the table's and the index's.
  const writeUnits = connects * (2 + 4 * subscriptions);

  return [
    { name: 'results sent', dollars: messages(outbound) },
    {
      name: 'connection-minutes',
      dollars: millions(clients * MONTH_MINUTES, DOLLARS.minuteMillion),
    },
    { name: 'control messages', dollars: messages(outbound + control) - messages(outbound) },
    { name: 'connect, message, disconnect', dollars: invocations(handled, HANDLER_GB_SECONDS) },
    { name: 'publisher', dollars: invocations(published, publisherSeconds * traffic.memoryGb) },
    { name: 'DynamoDB reads', dollars: millions(readUnits, DOLLARS.readMillion) },
    { name: 'DynamoDB writes', dollars: millions(writeUnits, DOLLARS.writeMillion) },
    { name: 'SNS', dollars: millions(published, DOLLARS.publishMillion) },
    { name: 'egress', dollars: ((results * traffic.payloadKb) / GIB_IN_KB) * DOLLARS.egressGib },
  ];
}

/** What lines add up to. */
export const totalOf = (lines: readonly CostLine[]): number =>
  lines.reduce((sum, { dollars }) => sum + dollars, 0);

const millions = (count: number, dollars: number): number => (count / MILLION) * dollars;

function messages(count: number): number {
  const later = Math.max(0, count - FIRST_MESSAGES);
  return (
    millions(count - later, DOLLARS.messageMillion) + millions(later, DOLLARS.laterMessageMillion)
  );
}

function invocations(count: number, gbSeconds: number): number {
  return millions(count, DOLLARS.requestMillion) + count * gbSeconds * DOLLARS.gbSecond;
}

import { type CostedTraffic, type CostLine, monthlyCost, totalOf } from './monthly-cost.ts';

/** Prints what a month costs, line by line. */
export function runCost(traffic: CostedTraffic): void {
  console.log(costTable(traffic));
}

/** The bill of a month as text. */
export function costTable(traffic: CostedTraffic): string {
  const lines = monthlyCost(traffic);
  const total: CostLine = { name: 'a month', dollars: totalOf(lines) };
  const rows = [...lines, total].map(({ name, dollars }) => [name, inDollars(dollars)] as const);
  const names = Math.max(...rows.map(([name]) => name.length));
  const amounts = Math.max(...rows.map(([, amount]) => amount.length));
  return [
    heading(traffic),
    ...rows.map(([name, amount]) => `  ${name.padEnd(names)}  ${amount.padStart(amounts)}`),
  ].join('\n');
}

function heading({ clients, subscriptions, events, fanOut, payloadKb }: CostedTraffic): string {
  return [
    `${clients} clients with ${subscriptions} subscriptions each;`,
    `${events} events a second to ${fanOut} of them, ${payloadKb} KB each (us-east-1, no free tier)`,
  ].join(' ');
}

const inDollars = (dollars: number): string =>
  `$${dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

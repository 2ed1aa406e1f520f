/** `09/Feb/2024:18:11:43 +0000`, the form in which API Gateway's events give the time. */
export function commonLogTime(timeMs: number): string {
  const [, day, month, year, time] = new Date(timeMs).toUTCString().split(/[, ]+/);
  return `${day}/${month}/${year}:${time} +0000`;
}

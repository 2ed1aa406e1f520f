import { fileURLToPath } from 'node:url';
import { startLocal } from '@skein/local';
import { currentNumber } from './current-number.ts';

const local = await startLocal({
  app: fileURLToPath(new URL('app.ts', import.meta.url)),
  port: Number(process.env.PORT ?? 4000),
});
console.log(`🚀 Subscription endpoint ready at ${local.subscriptionsUrl}`);
console.log(`Query at ${new URL('/', local.url)}`);

// The timer of the original server: a program of its own publishes, as anything may that reaches the SNS topic.
const timer = setInterval(() => {
  local
    .publish({
      topic: 'NUMBER_INCREMENTED',
      payload: { numberIncremented: currentNumber() },
    })
    .catch(console.error);
}, 1_000);

process.once('SIGINT', async () => {
  clearInterval(timer);
  await local.close();
});

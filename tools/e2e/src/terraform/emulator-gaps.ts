import type { PlannedChange } from './plan.ts';

/** An attribute that an emulator does not give back as it was set, so that every plan wants to set it again. */
interface EmulatorGap {
  /** Addresses of resources. */
  readonly address: RegExp;
  readonly attributes: readonly string[];
  readonly reason: string;
}

/** All that a second plan of an environment may differ in, each by name. */
const EMULATOR_GAPS: readonly EmulatorGap[] = [
  {
    address: /^module\.skein\.module\.websocket_api\.aws_apigatewayv2_integration\.ping$/,
    attributes: ['integration_method', 'template_selection_expression'],
    reason:
      'MiniStack 1.5.33 forgets the template selection of a MOCK integration and invents a method',
  },
  {
    address: /^module\.skein\.aws_cloudwatch_metric_alarm\.this\[".*"\]$/,
    attributes: [
      ...['actions_enabled', 'alarm_description', 'dimensions', 'period', 'statistic'],
      'treat_missing_data',
    ],
    reason: 'MiniStack 1.5.33 gives none of these back of an alarm on one metric',
  },
  {
    address: /^module\.skein\.aws_cloudwatch_metric_alarm\.connect_5xx\[0\]$/,
    attributes: ['actions_enabled', 'alarm_description', 'treat_missing_data'],
    reason: 'MiniStack 1.5.33 gives none of these back of an alarm on an expression',
  },
];

/** Splits planned changes into those that a gap explains, with its reason, and real ones. */
export function explainChanges(changes: readonly PlannedChange[]): {
  readonly explained: readonly string[];
  readonly real: readonly PlannedChange[];
} {
  const gapOf = ({ address, actions, attributes }: PlannedChange) =>
    EMULATOR_GAPS.find(
      (gap) =>
        gap.address.test(address) &&
        actions === 'update' &&
        attributes.every((name) => gap.attributes.includes(name)),
    );
  const explained = EMULATOR_GAPS.flatMap((gap) => {
    const found = changes.filter((change) => gapOf(change) === gap);
    if (found.length === 0) return [];
    const names = found.map(({ address }) => address.replace(/^(module\.\w+\.)+/, ''));
    const attributes = new Set(found.flatMap((change) => change.attributes));
    return [`${gap.reason} (${[...attributes].join(', ')}): ${names.join(', ')}`];
  });
  return { explained, real: changes.filter((change) => gapOf(change) === undefined) };
}

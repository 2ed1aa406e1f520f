import type { PlannedChange } from './plan.ts';

/** An attribute that an emulator does not give back as it was set, so that every plan wants to set it again. */
interface EmulatorGap {
  readonly address: string;
  readonly attributes: readonly string[];
  readonly reason: string;
}

/** All that a second plan of `infra/environments/dev` may differ in, each by name. */
const EMULATOR_GAPS: readonly EmulatorGap[] = [
  {
    address: 'module.skein.module.websocket_api.aws_apigatewayv2_integration.ping',
    attributes: ['integration_method', 'template_selection_expression'],
    reason:
      'MiniStack 1.5.33 forgets the template selection of a MOCK integration and invents a method',
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
        gap.address === address &&
        actions === 'update' &&
        attributes.every((name) => gap.attributes.includes(name)),
    );
  return {
    explained: changes.flatMap((change) => {
      const gap = gapOf(change);
      return gap === undefined
        ? []
        : [`${gap.address}: ${change.attributes.join(', ')} (${gap.reason})`];
    }),
    real: changes.filter((change) => gapOf(change) === undefined),
  };
}

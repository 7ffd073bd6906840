'use client';

import { Circle, CircleCheck } from 'lucide-react';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';

export interface Progress {
  meters: boolean;
  events: boolean;
  features: boolean;
  plans: boolean;
  customers: boolean;
}

const STEPS: readonly { key: keyof Progress; title: string; does: string; href: string; act: string }[] = [
  {
    key: 'events',
    title: 'Send usage',
    does: 'Send events from your services, or import a file.',
    href: '/usage-imports',
    act: 'Import a file',
  },
  {
    key: 'meters',
    title: 'Create a meter',
    does: 'A meter turns events into a quantity: tokens, requests, seats.',
    href: '/meters',
    act: 'Create a meter',
  },
  {
    key: 'features',
    title: 'Create a feature',
    does: 'A feature is a line of your pricing page, such as tokens or seats.',
    href: '/features',
    act: 'Create a feature',
  },
  {
    key: 'plans',
    title: 'Build a plan',
    does: 'Rate cards with tiers, free units and minimums, priced as you type.',
    href: '/plans',
    act: 'Create a plan',
  },
  {
    key: 'customers',
    title: 'Add customers',
    does: 'Subjects match usage to customers, including earlier usage.',
    href: '/customers',
    act: 'Create a customer',
  },
];

/** The way from an empty workspace to the first invoice, with what is done checked off. */
export function GettingStarted({ done }: { done: Progress }) {
  const next = STEPS.find(({ key }) => !done[key]);
  return (
    <Section title="Getting started" description="Five steps from an empty workspace to your first invoice preview." card flush>
      <ol className="flex flex-col divide-y divide-border pt-2">
        {STEPS.map((step) => (
          <li key={step.key} className="flex items-center gap-3 px-4 py-3">
            {done[step.key] ? (
              <CircleCheck aria-label="Done" className="text-positive" />
            ) : (
              <Circle aria-label="To do" className="text-faint" />
            )}
            <span className="flex min-w-0 flex-1 flex-col">
              <span className={done[step.key] ? 'text-muted' : 'font-medium'}>{step.title}</span>
              {!done[step.key] && <span className="text-muted text-sm">{step.does}</span>}
            </span>
            {!done[step.key] && (
              <TextLink href={step.href} className={step === next ? 'font-medium' : undefined}>
                {step.act}
              </TextLink>
            )}
          </li>
        ))}
        <li className="px-4 py-3 text-muted">
          Then <TextLink href="/previews">preview an invoice</TextLink>: any customer, any plan, any past month, every line explained.
        </li>
      </ol>
    </Section>
  );
}

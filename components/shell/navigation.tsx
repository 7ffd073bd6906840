import {
  Activity,
  BadgeDollarSign,
  Boxes,
  Building2,
  Cable,
  ChartColumn,
  CircleUser,
  Coins,
  Eye,
  FileCode2,
  Gauge,
  House,
  Import,
  KeyRound,
  Layers,
  Puzzle,
  Receipt,
  Repeat,
  ScrollText,
  Settings,
  ShieldCheck,
  Upload,
  UserCog,
  Users,
  Workflow,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Permission } from '@/lib/api/role';

export type Place = { label: string; href: string; icon: ReactNode; shortcut?: string; needs?: Permission; keywords?: readonly string[] };

interface PlaceGroup {
  group: string | null;
  places: readonly Place[];
  /** Shown as one entry, which opens the first place, while none of its pages is open. */
  folded?: Pick<Place, 'label' | 'icon'>;
}

/** The nouns of the product, as the sidebar groups them. */
export const PLACES: readonly PlaceGroup[] = [
  { group: null, places: [{ label: 'Home', href: '/', icon: <House />, shortcut: 'g h' }] },
  {
    group: 'Catalog',
    places: [
      { label: 'Plans', href: '/plans', icon: <Layers />, shortcut: 'g p', keywords: ['pricing', 'rate cards', 'versions'] },
      { label: 'Add-ons', href: '/add-ons', icon: <Puzzle />, shortcut: 'g a', keywords: ['packs', 'extras', 'options'] },
      { label: 'Features', href: '/features', icon: <Boxes />, shortcut: 'g f', keywords: ['entitlements'] },
      { label: 'Meters', href: '/meters', icon: <Gauge />, shortcut: 'g m', keywords: ['usage', 'aggregation'] },
      {
        label: 'LLM prices',
        href: '/llm-prices',
        icon: <BadgeDollarSign />,
        shortcut: 'g l',
        keywords: ['models', 'tokens', 'costs', 'openai'],
      },
      { label: 'Catalog as code', href: '/catalog', icon: <FileCode2 />, keywords: ['yaml', 'export', 'apply', 'promote', 'git'] },
    ],
  },
  {
    group: 'Billing',
    places: [
      { label: 'Customers', href: '/customers', icon: <Users />, shortcut: 'g c', keywords: ['subscribers', 'accounts'] },
      {
        label: 'Subscriptions',
        href: '/subscriptions',
        icon: <Repeat />,
        shortcut: 'g b',
        needs: 'subscriptions:read',
        keywords: ['contracts', 'upgrade', 'cancel', 'seats', 'renewal'],
      },
      {
        label: 'Move here',
        href: '/company-imports',
        icon: <Import />,
        needs: 'subscriptions:write',
        keywords: ['import customers', 'import subscriptions', 'switch', 'onboarding'],
      },
      { label: 'Previews', href: '/previews', icon: <Eye />, shortcut: 'g v', keywords: ['invoice', 'compare', 'backtest'] },
    ],
  },
  {
    group: 'Usage',
    places: [
      { label: 'Usage', href: '/usage', icon: <ChartColumn />, shortcut: 'g u', keywords: ['overview', 'anomalies', 'quiet', 'trends'] },
      { label: 'Events', href: '/events', icon: <Activity />, shortcut: 'g e', keywords: ['ingest', 'stream'] },
      {
        label: 'Sources',
        href: '/sources',
        icon: <Cable />,
        shortcut: 'g s',
        keywords: ['kong', 'opentelemetry', 'otlp', 'nginx', 'envoy', 'openai', 'anthropic', 'mapping', 'access log'],
      },
      { label: 'Import usage', href: '/usage-imports', icon: <Upload />, shortcut: 'g i', keywords: ['csv', 'upload', 'ndjson'] },
    ],
  },
  {
    group: 'Settings',
    folded: { label: 'Settings', icon: <Settings /> },
    places: [
      { label: 'Workspace', href: '/settings/workspace', icon: <Building2 />, keywords: ['time zone', 'demo data', 'name'] },
      { label: 'Currencies', href: '/currencies', icon: <Coins />, shortcut: 'g r', keywords: ['credits', 'cost basis', 'money'] },
      { label: 'Tax codes', href: '/tax-codes', icon: <Receipt />, shortcut: 'g t', keywords: ['vat', 'sales tax', 'stripe'] },
      { label: 'Members', href: '/settings/members', icon: <UserCog />, keywords: ['roles', 'invite', 'people'] },
      { label: 'API keys', href: '/settings/api-keys', icon: <KeyRound />, needs: 'keys:manage', keywords: ['tokens', 'secrets'] },
      {
        label: 'Jobs',
        href: '/settings/jobs',
        icon: <Workflow />,
        needs: 'audit:read',
        keywords: ['queue', 'failed', 'background', 'retry'],
      },
      { label: 'Audit log', href: '/settings/audit-log', icon: <ScrollText />, needs: 'audit:read', keywords: ['history', 'changes'] },
      {
        label: 'Security log',
        href: '/settings/security-log',
        icon: <ShieldCheck />,
        needs: 'members:manage',
        keywords: ['sign-ins', 'failures', 'exports'],
      },
      { label: 'Your account', href: '/settings/account', icon: <CircleUser />, keywords: ['password', 'two-factor', 'sessions'] },
    ],
  },
];

/** Whether a page belongs to a place: itself or anything below it. */
export const isAt = (pathname: string, href: string): boolean =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);

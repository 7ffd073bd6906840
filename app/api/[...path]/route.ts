import { handle } from 'hono/vercel';
import { api } from '@/lib/server/api/app';

// For hosts that run plain `next start`; in `npm start` the same app answers in front of Next.
const handler = handle(api);

export { handler as DELETE, handler as GET, handler as HEAD, handler as PATCH, handler as POST, handler as PUT };

import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  images: { unoptimized: true },
  // `npm run check` is the place where types are checked; a user's build need not repeat it. Next writes its own types into the
  // program of its own file, so that types left by an older build cannot fail the check.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'tsconfig.next.json' },
};
export default config;

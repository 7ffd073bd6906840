'use client';

import { Component, type ReactNode } from 'react';

type Props = { /** A new value is worth another try. */ of: unknown; children: ReactNode };

/** Keeps a fault of the live price away from the form beside it: what is typed must never be lost to a figure that is only shown. */
export class LiveBoundary extends Component<Props, { failedOn: unknown; failed: boolean }> {
  override state = { failedOn: null as unknown, failed: false };

  static getDerivedStateFromProps(props: Props, state: { failedOn: unknown; failed: boolean }) {
    return state.failed && state.failedOn !== null && state.failedOn !== props.of ? { failed: false, failedOn: null } : null;
  }

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch() {
    this.setState({ failedOn: this.props.of });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <p role="alert" className="text-pretty text-muted">
        This could not be priced. Saving is not affected; the price comes back with the next change.
      </p>
    );
  }
}

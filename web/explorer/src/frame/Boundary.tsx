import { Component, type ReactNode } from "react";
import { Button } from "../parts/Button.tsx";
import { Notice } from "../states/Notice.tsx";

/** Keeps what goes wrong in a view inside of it, and says so. */
export class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Notice
        title="This view could not be shown"
        actions={<Button onClick={() => window.location.reload()}>Load the page again</Button>}
      >
        <p>Loading the page again helps where the explorer was updated meanwhile. What was observed:</p>
        <p>
          <code>{error.message}</code>
        </p>
      </Notice>
    );
  }
}

import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Load() {
  return (
    <Page title="Load">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

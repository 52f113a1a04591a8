import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Trace() {
  return (
    <Page title="Trace">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Lifecycles() {
  return (
    <Page title="Lifecycles">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

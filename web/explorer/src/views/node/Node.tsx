import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Node() {
  return (
    <Page title="Node">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Questions() {
  return (
    <Page title="Questions">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

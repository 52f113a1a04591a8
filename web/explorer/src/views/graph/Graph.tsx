import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Graph() {
  return (
    <Page title="Graph">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

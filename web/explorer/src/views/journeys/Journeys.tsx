import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Journeys() {
  return (
    <Page title="Journeys">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

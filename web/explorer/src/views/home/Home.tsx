import { Page } from "../../frame/Page.tsx";
import { Notice } from "../../states/Notice.tsx";

export default function Home() {
  return (
    <Page title="Home">
      <Notice title="Nothing to see yet" />
    </Page>
  );
}

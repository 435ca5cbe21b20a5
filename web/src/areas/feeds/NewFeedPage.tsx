import { call } from "@/api/call";
import { adminCreateFeed } from "@/api/generated/sdk.gen";
import type { Feed } from "@/api/generated/types.gen";
import { useGo } from "@/app/here";
import { useMe } from "@/app/may";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { refreshFeeds } from "./acting";
import { Fields } from "./Fields";
import { useLabels } from "./useFeedForm";
import { inputOf, START, type Values } from "./values";
import { useFeedWords } from "./words";

/** A new feed, a draft at first. */
export default function NewFeedPage() {
  const t = useFeedWords();
  const go = useGo();
  const { stores } = useMe();
  const only = stores.length === 1 ? (stores[0]?.id ?? "") : "";
  const record = useRecord<Values, Feed>({
    values: { ...START, store: only },
    ...useLabels(),
    save: (values) => call(adminCreateFeed, { body: inputOf(values) }),
    saved: (made) => {
      tell(t("added"));
      refreshFeeds();
      go(`/feeds/${made.id}`, { replace: true, force: true });
    },
  });
  return (
    <Page title={t("newFeed")} crumbs={[{ to: "/feeds", label: t("title") }]}>
      <RecordForm record={record} isNew action={t("add")}>
        <Sections>
          <Fields record={record} isNew />
        </Sections>
      </RecordForm>
    </Page>
  );
}

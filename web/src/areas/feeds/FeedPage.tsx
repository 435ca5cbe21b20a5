import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useEffect } from "react";
import { call } from "@/api/call";
import {
  adminDeleteFeed,
  adminGetFeed,
  adminMoveFeed,
  adminPauseFeed,
  adminPublishFeed,
  adminRefreshFeed,
} from "@/api/generated/sdk.gen";
import type { Feed } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { Page } from "@/kit/Page";
import { Columns, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { UrlTabs } from "@/kit/UrlTabs";
import { refreshFeeds, useAct } from "./acting";
import { Address, FileFacts, Findings } from "./Beside";
import { Fields } from "./Fields";
import { Items } from "./Items";
import { useFeedForm } from "./useFeedForm";
import { statusOf, TONES } from "./values";
import { useFeedWords } from "./words";

const LOOK_EVERY = 2000;

/** One feed: what is in it, what is wrong with its items, its address. */
export default function FeedPage() {
  const t = useFeedWords();
  const id = useParam("feed");
  const feed = useRead(adminGetFeed, { path: { feed: id } });
  const isMaking = feed.data?.is_refreshing ?? false;
  useEffect(() => {
    if (!isMaking) return;
    const timer = setInterval(refreshFeeds, LOOK_EVERY);
    return () => clearInterval(timer);
  }, [isMaking]);
  if (feed.data) return <Known key={`${id} ${feed.data.version}`} feed={feed.data} />;
  return (
    <Page title={t("feed")} crumbs={[{ to: "/feeds", label: t("title") }]}>
      {feed.error ? <Failure error={feed.error} again={() => void feed.refetch()} /> : <Skeletons />}
    </Page>
  );
}

function Known({ feed }: { feed: Feed }) {
  const t = useFeedWords();
  const go = useGo();
  const mayWrite = useMay("feeds:write", { store: feed.store_id });
  const record = useFeedForm(feed);
  const { isRunning, run } = useAct();
  const path = { feed: feed.id };
  const status = statusOf(feed);
  const isLive = status === "live";

  const turn = () =>
    run(async () => {
      await call(isLive ? adminPauseFeed : adminPublishFeed, { path });
      tell(t(isLive ? "didPause" : "didPublish"));
    });
  const look = () =>
    run(async () => {
      await call(adminRefreshFeed, { path });
      tell(t("didRefresh"));
    });
  async function move(): Promise<void> {
    if (!(await confirm({ title: t("moveTitle"), text: t("moveText"), action: t("move"), danger: true })))
      return;
    await run(async () => {
      await call(adminMoveFeed, { path });
      tell(t("moved"));
    });
  }
  async function remove(): Promise<void> {
    const text = t("deleteText", { name: feed.name });
    if (!(await confirm({ title: t("deleteTitle"), text, action: t("delete"), danger: true }))) return;
    await run(async () => {
      await call(adminDeleteFeed, { path });
      tell(t("deleted"));
      go("/feeds", { replace: true, force: true });
    });
  }

  return (
    <Page
      title={feed.name}
      beside={<StatusBadge tone={TONES[status]}>{t(status)}</StatusBadge>}
      crumbs={[{ to: "/feeds", label: t("title") }]}
      width="wide"
      primary={
        mayWrite && !isLive ? (
          <Button loading={isRunning} disabled={feed.items === 0} onClick={() => void turn()}>
            {t("publish")}
          </Button>
        ) : undefined
      }
      acts={
        mayWrite ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t("acts")}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void look()}>{t("refresh")}</Menu.Item>
              {isLive ? <Menu.Item onClick={() => void turn()}>{t("pause")}</Menu.Item> : null}
              <Menu.Item onClick={() => void move()}>{t("move")}</Menu.Item>
              <Menu.Item color="red" onClick={() => void remove()}>
                {t("delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : undefined
      }
    >
      <UrlTabs
        tabs={[
          {
            value: "settings",
            label: t("settings"),
            panel: (
              <Columns
                main={
                  mayWrite ? (
                    <RecordForm record={record}>
                      <Sections>
                        <Fields record={record} isNew={false} />
                      </Sections>
                    </RecordForm>
                  ) : (
                    <Sections>
                      <Fields record={record} isNew={false} isReadOnly />
                    </Sections>
                  )
                }
                side={
                  <>
                    <Findings feed={feed} />
                    <Address feed={feed} mayWrite={mayWrite} />
                    <FileFacts feed={feed} />
                  </>
                }
              />
            ),
          },
          { value: "items", label: t("itemsAndProblems"), panel: <Items feed={feed} /> },
        ]}
      />
    </Page>
  );
}

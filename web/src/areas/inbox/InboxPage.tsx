import { Button, SegmentedControl } from "@mantine/core";
import {
  adminCountNotifications,
  adminListNotifications,
  adminReadAllNotifications,
} from "@/api/generated/sdk.gen";
import { usePages, useWrite } from "@/api/query";
import { PlainLink, useSearchWords } from "@/app/here";
import { tellProblem } from "@/app/messages";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import classes from "./inbox.module.css";
import { MessageLine } from "./MessageLine";
import { useMessagesLive } from "./useMessages";
import { useInboxWords } from "./words";

/** One's messages, newest first. */
export default function InboxPage() {
  const t = useInboxWords();
  const [words, change] = useSearchWords();
  const isUnread = words.show === "unread";
  const messages = usePages(adminListNotifications, { query: { unread: isUnread, limit: 30 } });
  useMessagesLive();
  const readAll = useWrite(adminReadAllNotifications, {
    changes: [adminListNotifications, adminCountNotifications],
    failed: tellProblem,
  });
  const newest = messages.items?.[0];
  const hasUnread = messages.items?.some((message) => message.read_at === null) ?? false;
  return (
    <Page
      title={t("title")}
      about={t("about")}
      width="text"
      acts={
        <Button component={PlainLink} to="/inbox/settings" variant="default">
          {t("choices")}
        </Button>
      }
    >
      <Section flush padding={0}>
        <div className={classes.head}>
          <SegmentedControl
            size="xs"
            aria-label={t("title")}
            value={isUnread ? "unread" : "all"}
            onChange={(show) => change({ show: show === "all" ? undefined : show })}
            data={[
              { value: "all", label: t("all") },
              { value: "unread", label: t("unread") },
            ]}
          />
          <Button
            variant="subtle"
            size="xs"
            disabled={!hasUnread || newest === undefined}
            loading={readAll.isPending}
            onClick={() => newest && readAll.mutate({ body: { until: newest.id } })}
          >
            {t("markAll")}
          </Button>
        </div>
        {messages.error && messages.items === undefined ? (
          <Failure error={messages.error} again={() => void messages.refetch()} />
        ) : messages.items === undefined ? (
          <Skeletons />
        ) : messages.items.length === 0 ? (
          <EmptyState title={isUnread ? t("noneUnread") : t("none")} text={t("noneHelp")} />
        ) : (
          <ul className={classes.messages}>
            {messages.items.map((message) => (
              <MessageLine key={message.id} message={message} />
            ))}
          </ul>
        )}
        {messages.hasNextPage ? (
          <div className={classes.foot}>
            <Button
              variant="subtle"
              size="xs"
              loading={messages.isFetchingNextPage}
              onClick={() => void messages.fetchNextPage()}
            >
              {t("earlier")}
            </Button>
          </div>
        ) : null}
      </Section>
    </Page>
  );
}

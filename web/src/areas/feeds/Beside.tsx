import { Alert, Button, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import { adminDropFeedPassword, adminSetFeedPassword } from "@/api/generated/sdk.gen";
import type { Feed, FeedPassword } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatBytes } from "@/kit/format";
import { Count } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useAct } from "./acting";
import classes from "./feeds.module.css";
import { problemWord } from "./Items";
import { useFeedWords } from "./words";

/** How many items have which problem; each leads to them. */
export function Findings({ feed }: { feed: Feed }) {
  const t = useFeedWords();
  return (
    <Section title={t("problems")}>
      <Stack gap={8}>
        {feed.findings.length === 0 ? <Text size="sm">{t("noProblems")}</Text> : null}
        {feed.findings.map((one) => (
          <div key={one.problem} className={classes.finding}>
            <GoLink to={`/feeds/${feed.id}?tab=items&problem=${one.problem}`} c="inherit" size="sm">
              {problemWord(t, one.problem)}
            </GoLink>
            <StatusBadge tone={one.level === "error" ? "bad" : "warn"}>
              {t("countItems", { count: one.items })}
            </StatusBadge>
          </div>
        ))}
      </Stack>
    </Section>
  );
}

export function Address({ feed, mayWrite }: { feed: Feed; mayWrite: boolean }) {
  const t = useFeedWords();
  const { isRunning, run } = useAct();
  const [told, setTold] = useState<FeedPassword | null>(null);
  const path = { feed: feed.id };
  const ask = () => run(async () => setTold(await call(adminSetFeedPassword, { path })));
  const drop = () =>
    run(async () => {
      await call(adminDropFeedPassword, { path });
      tell(t("passwordDropped"));
    });
  return (
    <Section title={t("address")} about={t("addressHelp")}>
      <Stack gap="sm">
        {feed.address ? (
          <Copied text={feed.address} />
        ) : (
          <Text size="sm">{t(mayWrite ? "addressGone" : "addressHidden")}</Text>
        )}
        {feed.status === "live" ? null : (
          <Alert color={feed.status === "draft" ? "blue" : "gray"}>
            {t(feed.status === "draft" ? "notPublished" : "isPaused")}
          </Alert>
        )}
        <Text size="sm">{t(feed.has_password ? "passwordHelp" : "noPassword")}</Text>
        {mayWrite ? (
          <Group gap={8}>
            <Button size="xs" variant="default" loading={isRunning} onClick={() => void ask()}>
              {t(feed.has_password ? "newPassword" : "setPassword")}
            </Button>
            {feed.has_password ? (
              <Button size="xs" variant="default" loading={isRunning} onClick={() => void drop()}>
                {t("dropPassword")}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
      <Modal
        opened={told !== null}
        onClose={() => setTold(null)}
        title={t("passwordTitle")}
        closeOnClickOutside={false}
      >
        <Stack>
          <Text size="sm">{t("passwordText")}</Text>
          <Text size="sm">
            {t("user")}: <code>{told?.user}</code>
          </Text>
          <Copied text={told?.password ?? ""} />
          <Group justify="flex-end">
            <Button onClick={() => setTold(null)}>{t("keptIt")}</Button>
          </Group>
        </Stack>
      </Modal>
    </Section>
  );
}

function Copied({ text }: { text: string }) {
  const t = useFeedWords();
  return (
    <div className={classes.address}>
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          >
            {t(copied ? "copied" : "copy")}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

export function FileFacts({ feed }: { feed: Feed }) {
  const t = useFeedWords();
  return (
    <Section title={t("file")}>
      <dl className={classes.facts}>
        <dt>{t("items")}</dt>
        <dd>
          <Count value={feed.items} />
        </dd>
        <dt>{t("leftOut")}</dt>
        <dd>
          <Count value={feed.left_out} />
        </dd>
        <dt>{t("size")}</dt>
        <dd>{formatBytes(useLanguage(), feed.bytes)}</dd>
        <dt>{t("currency")}</dt>
        <dd>{feed.currency || "–"}</dd>
        <dt>{t("revision")}</dt>
        <dd data-figures>{feed.revision}</dd>
        <dt>{t("refreshed")}</dt>
        <dd>{feed.is_refreshing ? t("making") : <When at={feed.refreshed_at} />}</dd>
        <dt>{t("took")}</dt>
        <dd data-figures>{t("ms", { count: feed.took_ms })}</dd>
        <dt>{t("fetched")}</dt>
        <dd>
          {feed.fetched_at ? <When at={feed.fetched_at} /> : t("never")}
          {feed.fetched_by ? (
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {t("fetchedBy", { agent: feed.fetched_by })}
            </Text>
          ) : null}
        </dd>
      </dl>
    </Section>
  );
}

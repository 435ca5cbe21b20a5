import { Button } from "@mantine/core";
import { adminListNotifications } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { PlainLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { Skeletons } from "@/kit/Skeletons";
import classes from "./inbox.module.css";
import { MessageLine } from "./MessageLine";
import { useInboxWords } from "./words";

/** The newest messages, under the bell. */
export default function Latest({ close }: { close: () => void }) {
  const t = useInboxWords();
  const latest = useRead(adminListNotifications, { query: { limit: 6 } });
  if (latest.data === undefined) return <Skeletons lines={4} />;
  if (latest.data.items.length === 0) return <EmptyState title={t("none")} text={t("noneHelp")} />;
  return (
    <>
      <ul className={classes.messages}>
        {latest.data.items.map((message) => (
          <MessageLine key={message.id} message={message} left={close} />
        ))}
      </ul>
      <div className={classes.foot}>
        <Button component={PlainLink} to="/inbox" variant="subtle" size="xs" onClick={close}>
          {t("seeAll")}
        </Button>
      </div>
    </>
  );
}

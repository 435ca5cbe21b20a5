import { ActionIcon, Text, Tooltip } from "@mantine/core";
import {
  IconCreditCardOff,
  IconFileImport,
  IconFlask,
  IconGauge,
  IconHandStop,
  IconHeartbeat,
  IconMail,
  IconMailOpened,
  IconMessage,
  IconPackage,
  IconReceipt,
  IconUserPlus,
  IconUserShield,
  IconWebhook,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import {
  adminCountNotifications,
  adminListNotifications,
  adminReadNotification,
} from "@/api/generated/sdk.gen";
import type { Message } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { PlainLink } from "@/app/here";
import { tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { When } from "@/kit/When";
import classes from "./inbox.module.css";
import { worded } from "./wording";
import { useInboxWords } from "./words";

const ICONS: Readonly<Record<string, ComponentType<{ size?: number | string }>>> = {
  order_placed: IconReceipt,
  payments_failing: IconCreditCardOff,
  stockouts_unusual: IconPackage,
  orders_late: IconReceipt,
  health_alert: IconHeartbeat,
  order_held: IconHandStop,
  payment_failed: IconCreditCardOff,
  payment_unclear: IconCreditCardOff,
  stock_low: IconPackage,
  stock_sold_out: IconPackage,
  import_finished: IconFileImport,
  staff_joined: IconUserPlus,
  support_visit: IconUserShield,
  webhook_trouble: IconWebhook,
  experiment_paused: IconFlask,
  plan_limit: IconGauge,
};

interface MessageLineProps {
  message: Message;
  /** Called when the message leads somewhere, so that what shows it can close. */
  left?: () => void;
}

/** One message: what happened, when; opening it marks it read. */
export function MessageLine({ message, left }: MessageLineProps) {
  const t = useInboxWords();
  const language = useLanguage();
  const mark = useWrite(adminReadNotification, {
    changes: [adminListNotifications, adminCountNotifications],
    failed: tellProblem,
  });
  const { title, details, to } = worded(t, language, message);
  const isUnread = message.read_at === null;
  const Icon = ICONS[message.kind] ?? IconMessage;
  const set = (is_read: boolean) => mark.mutate({ path: { message: message.id }, body: { is_read } });
  const words = (
    <>
      <span className={classes.title}>{title}</span>
      <span className={classes.details}>
        {details ? `${details} · ` : null}
        <When at={message.at} />
      </span>
    </>
  );
  const label = isUnread ? t("markRead") : t("markUnread");
  return (
    <li className={classes.message} data-unread={isUnread}>
      <span className={classes.icon} aria-hidden>
        <Icon size={18} />
      </span>
      {to === null ? (
        <Text component="div" className={classes.words}>
          {words}
        </Text>
      ) : (
        <PlainLink
          to={to}
          className={classes.words}
          onClick={() => {
            if (isUnread) set(true);
            left?.();
          }}
        >
          {words}
        </PlainLink>
      )}
      <Tooltip label={label}>
        <ActionIcon aria-label={`${label}: ${title}`} onClick={() => set(isUnread)} disabled={mark.isPending}>
          {isUnread ? <IconMail size={16} /> : <IconMailOpened size={16} />}
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

import { ActionIcon, Indicator, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { adminCountNotifications } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMessagesLive } from "@/areas/inbox/useMessages";
import { Skeletons } from "@/kit/Skeletons";
import { useShellWords } from "../words.shell";

const Latest = lazy(() => import("@/areas/inbox/Latest"));
const A_WHILE = 60_000;
const MOST = 99;

/** How many messages wait, and the newest of them. */
export default function Bell() {
  const t = useShellWords();
  const [isOpen, setOpen] = useState(false);
  const count = useRead(adminCountNotifications, {}, { every: A_WHILE });
  useMessagesLive();
  const unread = count.data?.unread ?? 0;
  return (
    <Popover opened={isOpen} onChange={setOpen} width={360} position="bottom-end" trapFocus>
      <Indicator
        label={unread > MOST ? `${MOST}+` : unread}
        disabled={unread === 0}
        size={16}
        offset={6}
        color="red"
      >
        <Popover.Target>
          <ActionIcon
            size={36}
            radius="xl"
            aria-label={t("messages", { count: unread })}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <IconBell size={20} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0}>
        <Suspense fallback={<Skeletons lines={4} />}>
          {isOpen ? <Latest close={() => setOpen(false)} /> : null}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

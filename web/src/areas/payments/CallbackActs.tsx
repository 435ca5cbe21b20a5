import { Button, Group, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import {
  adminGetPayment,
  adminListPaymentCallbacks,
  adminPaymentHealth,
  adminReplayPaymentCallback,
} from "@/api/generated/sdk.gen";
import type { PaymentCallback } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { May } from "@/kit/May";
import { word } from "./states";
import { usePaymentWords } from "./words";

/** Have a message of a provider read once more. */
export function CallbackActs({ callback }: { callback: PaymentCallback }) {
  const t = usePaymentWords();
  const replay = useWrite(adminReplayPaymentCallback, {
    changes: [adminGetPayment, adminListPaymentCallbacks, adminPaymentHealth],
    done: (read) => tell(t("replayed", { outcome: word(t, `outcome_${read.outcome || "unread"}`) })),
    failed: tellProblem,
  });
  return (
    <Group gap={12} px={16} pb={12}>
      <May permission="payments:write">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={14} />}
          loading={replay.isPending}
          onClick={() => replay.mutate({ path: { callback: callback.id } })}
        >
          {t("replay")}
        </Button>
      </May>
      <Text size="xs" c="dimmed">
        {t("tries", { count: callback.tries })}
      </Text>
    </Group>
  );
}

import { adminCountNotifications, adminListNotifications } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { useLive } from "@/kit/useLive";

const KINDS = ["order", "payment", "stock", "import", "staff"] as const;
/** A message is written a moment after what it tells of. */
const MOMENTS = [700, 3_000] as const;

/** Asks anew when something happened that messages tell of. */
export function useMessagesLive(): void {
  useLive(KINDS, () => {
    for (const moment of MOMENTS) {
      setTimeout(() => refresh(adminCountNotifications, adminListNotifications), moment);
    }
  });
}

import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminListDraftOrders, adminListOrders, adminPlaceDraftOrder } from "@/api/generated/sdk.gen";
import type { Draft } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { moneyWord } from "@/kit/money/payments";
import { useMoneyWords } from "@/kit/money/words";
import { useDraftWords } from "./words";

interface PlaceDialogProps {
  draft: Draft;
  took: (draft: Draft) => void;
  close: () => void;
}

const AT_ONCE = ["cash_on_delivery", "bank_transfer"];
const ON_A_TELEPHONE = ["sandbox_mobile", "mtn_momo", "orange_money"];

/** It becomes an order: how it is paid, and whose telephone is asked. */
export function PlaceDialog({ draft, took, close }: PlaceDialogProps) {
  const t = useDraftWords();
  const money = useMoneyWords();
  const language = useLanguage();
  const go = useGo();
  const first =
    draft.payment_methods.find((one) => AT_ONCE.includes(one)) ?? draft.payment_methods[0] ?? null;
  const [method, setMethod] = useState<string | null>(first);
  const [phone, setPhone] = useState(draft.cart.phone || (draft.cart.shipping_address?.phone ?? ""));
  const place = useWrite(adminPlaceDraftOrder, {
    changes: [adminListDraftOrders, adminListOrders],
    done: (answer) => {
      took(answer);
      tell(t("placed", { number: `#${answer.order_number ?? ""}` }));
      if (answer.order_id) go(`/orders/${answer.order_id}`);
      else close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("placeTitle", { number: draft.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (method === null) return;
          place.mutate({
            path: { draft: draft.id },
            body: {
              payment_method: method,
              expected_total_minor: draft.cart.total_minor,
              phone: phone.trim(),
            },
          });
        }}
      >
        <Stack>
          <Text size="sm">{t("placeHelp")}</Text>
          <Select
            label={t("payBy")}
            value={method}
            allowDeselect={false}
            data={draft.payment_methods.map((one) => ({ value: one, label: moneyWord(money, one) }))}
            onChange={setMethod}
          />
          {method !== null && ON_A_TELEPHONE.includes(method) ? (
            <TextInput
              label={t("askPhone")}
              type="tel"
              value={phone}
              maxLength={32}
              required
              onChange={(event) => setPhone(event.currentTarget.value)}
            />
          ) : null}
          {place.error ? (
            <Alert color="red" role="alert">
              {place.error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={place.isPending} disabled={method === null}>
              {t("placeNow", { total: formatMoney(language, draft.cart.total_minor, draft.cart.currency) })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { ActionIcon, Badge, Button, Menu, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminAddCustomerAddress,
  adminRemoveCustomerAddress,
  adminUpdateCustomerAddress,
} from "@/api/generated/sdk.gen";
import type { SavedAddress, StaffCustomer } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { Section } from "@/kit/Section";
import { AddressDialog } from "./AddressDialog";
import { countryName } from "./countries";
import classes from "./customers.module.css";
import { useCustomerWords } from "./words";

interface AddressesProps {
  customer: StaffCustomer;
  mayWrite: boolean;
  changed: () => void;
}

/** The address book, the one that is proposed first on top. */
export function Addresses({ customer, mayWrite, changed }: AddressesProps) {
  const t = useCustomerWords();
  const language = useLanguage();
  const [edited, setEdited] = useState<SavedAddress | "new" | null>(null);
  const path = { customer: customer.id };
  const again = useWrite(adminAddCustomerAddress, { done: changed, failed: tellProblem });
  const update = useWrite(adminUpdateCustomerAddress, { done: changed, failed: tellProblem });
  const remove = useWrite(adminRemoveCustomerAddress, { done: changed, failed: tellProblem });
  const takeOut = (saved: SavedAddress) =>
    remove.mutate(
      { path: { ...path, address: saved.id } },
      {
        onSuccess: () =>
          tell(t("addressRemoved"), {
            undo: () =>
              again.mutate({ path, body: { address: saved.address, is_default: saved.is_default } }),
          }),
      },
    );
  return (
    <Section
      title={t("addresses")}
      acts={
        mayWrite ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setEdited("new")}>
            {t("addAddress")}
          </Button>
        ) : null
      }
    >
      {customer.addresses.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noAddresses")}
        </Text>
      ) : null}
      {customer.addresses.map((saved) => (
        <div key={saved.id} className={classes.address}>
          <Text size="sm" component="address" fs="normal">
            {linesOf(saved, countryName(language, saved.address.country)).map((line) => (
              <div key={line}>{line}</div>
            ))}
          </Text>
          {saved.is_default && customer.addresses.length > 1 ? (
            <Badge variant="default">{t("standard")}</Badge>
          ) : null}
          {mayWrite ? (
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={28}
                  aria-label={`${t("editAddress")}: ${saved.address.line1 || saved.address.city}`}
                >
                  <IconDots size={16} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setEdited(saved)}>{t("edit")}</Menu.Item>
                {saved.is_default ? null : (
                  <Menu.Item
                    onClick={() =>
                      update.mutate({
                        path: { ...path, address: saved.id },
                        body: { address: saved.address, is_default: true },
                      })
                    }
                  >
                    {t("makeStandard")}
                  </Menu.Item>
                )}
                <Menu.Item color="red" onClick={() => takeOut(saved)}>
                  {t("remove")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          ) : null}
        </div>
      ))}
      {edited ? (
        <AddressDialog
          customer={customer}
          saved={edited === "new" ? null : edited}
          changed={changed}
          close={() => setEdited(null)}
        />
      ) : null}
    </Section>
  );
}

/** Pure: an address as it is written, without its empty lines. */
export function linesOf(saved: SavedAddress, country: string): string[] {
  const { name, company, line1, line2, postal_code, city, region, phone, instructions } = saved.address;
  const place = [postal_code, city, region].filter(Boolean).join(" ");
  return [name, company, line1, line2, instructions, place, country, phone].filter((line): line is string =>
    Boolean(line),
  );
}

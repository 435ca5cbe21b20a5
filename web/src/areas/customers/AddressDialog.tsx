import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { adminAddCustomerAddress, adminUpdateCustomerAddress } from "@/api/generated/sdk.gen";
import type { SavedAddress, StaffCustomer } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useWrite } from "@/api/query";
import { useMe } from "@/app/may";
import { tell } from "@/app/messages";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { countryOptions } from "./countries";
import { useCustomerWords } from "./words";

interface AddressDialogProps {
  customer: StaffCustomer;
  /** Null: a new one. */
  saved: SavedAddress | null;
  changed: () => void;
  close: () => void;
}

type Field =
  | "name"
  | "company"
  | "line1"
  | "line2"
  | "postal_code"
  | "city"
  | "region"
  | "phone"
  | "instructions";

/** One address; which parts a country needs, the API says beside them. */
export function AddressDialog({ customer, saved, changed, close }: AddressDialogProps) {
  const t = useCustomerWords();
  const language = useLanguage();
  const store = useStore();
  const { stores } = useMe();
  const [address, setAddress] = useState(
    saved?.address ?? {
      name: customer.name,
      phone: customer.phone,
      country: customer.country || (store ?? stores[0])?.country || "SN",
    },
  );
  const [isDefault, setDefault] = useState(saved?.is_default ?? customer.addresses.length === 0);
  const done = () => {
    tell(t("saved"));
    changed();
    close();
  };
  const add = useWrite(adminAddCustomerAddress, { done });
  const update = useWrite(adminUpdateCustomerAddress, { done });
  const error = add.error ?? update.error;
  const problem = error ? asProblem(error) : null;
  const field = (name: Field) => ({
    value: address[name] ?? "",
    error: problem?.fields[`address.${name}`] ?? problem?.fields[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setAddress((before) => ({ ...before, [name]: value }));
    },
  });
  const path = { customer: customer.id };
  return (
    <Modal opened onClose={close} title={t(saved ? "editAddress" : "addAddress")} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const body = { address, is_default: isDefault };
          if (saved) update.mutate({ path: { ...path, address: saved.id }, body });
          else add.mutate({ path, body });
        }}
      >
        <Stack>
          {problem ? (
            <Alert color="red" role="alert">
              {problem.title}
            </Alert>
          ) : null}
          <Select
            label={t("country")}
            searchable
            allowDeselect={false}
            data={countryOptions(language)}
            value={address.country}
            error={problem?.fields["address.country"]}
            onChange={(country) => country && setAddress((before) => ({ ...before, country }))}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label={t("name")} autoComplete="off" {...field("name")} data-autofocus />
            <TextInput label={t("company")} autoComplete="off" {...field("company")} />
          </SimpleGrid>
          <TextInput label={t("line1")} autoComplete="off" {...field("line1")} />
          <TextInput label={t("line2")} autoComplete="off" {...field("line2")} />
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <TextInput label={t("postalCode")} autoComplete="off" {...field("postal_code")} />
            <TextInput label={t("city")} autoComplete="off" {...field("city")} />
            <TextInput label={t("region")} autoComplete="off" {...field("region")} />
          </SimpleGrid>
          <TextInput label={t("phone")} type="tel" autoComplete="off" {...field("phone")} />
          <Textarea
            label={t("instructions")}
            autosize
            minRows={1}
            maxLength={500}
            {...field("instructions")}
          />
          <Checkbox
            label={t("standard")}
            checked={isDefault}
            disabled={saved?.is_default === true}
            onChange={(event) => setDefault(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={add.isPending || update.isPending}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

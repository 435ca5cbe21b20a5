import { ActionIcon, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { AccountName } from "@/api/generated/types.gen";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { Money } from "@/kit/Money";
import { StatusBadge } from "@/kit/StatusBadge";
import { sums, type TypedLine } from "./adding";
import classes from "./books.module.css";
import { useBookWords } from "./words";

interface LineFieldsProps {
  line: TypedLine;
  place: number;
  currency: string;
  accounts: readonly AccountName[];
  isStrict: boolean;
  change: (line: TypedLine) => void;
  drop?: () => void;
}

/** One line of an entry that is being written. What is typed on one side empties the other. */
export function LineFields({ line, place, currency, accounts, isStrict, change, drop }: LineFieldsProps) {
  const t = useBookWords();
  const number = place + 1;
  const hasAmount = line.debit !== null || line.credit !== null;
  return (
    <div className={classes.typed}>
      <Select
        aria-label={t("accountOfLine", { number })}
        placeholder={t("account")}
        data={accounts.map((one) => ({ value: one.account, label: one.title }))}
        value={line.account}
        onChange={(account) => change({ ...line, account })}
        searchable
        nothingFoundMessage={t("noAccount")}
        error={isStrict && hasAmount && line.account === null}
      />
      <MoneyInput
        aria-label={t("debitOfLine", { number })}
        placeholder={t("debit")}
        currency={currency}
        value={line.debit}
        onChange={(debit) => change({ ...line, debit, credit: debit === null ? line.credit : null })}
      />
      <MoneyInput
        aria-label={t("creditOfLine", { number })}
        placeholder={t("credit")}
        currency={currency}
        value={line.credit}
        onChange={(credit) => change({ ...line, credit, debit: credit === null ? line.debit : null })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="input-sm"
        aria-label={t("removeLine", { number })}
        disabled={drop === undefined}
        onClick={drop}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

/** The two columns, added up while one types. */
export function Sums({ lines, currency }: { lines: readonly TypedLine[]; currency: string }) {
  const t = useBookWords();
  const { debit, credit, off } = sums(lines);
  const isEmpty = debit === 0 && credit === 0;
  return (
    <div className={classes.sums} aria-live="polite">
      <span>
        {t("together")}{" "}
        {isEmpty ? null : (
          <StatusBadge tone={off === 0 ? "good" : "warn"}>
            {off === 0 ? t("adds") : t("doesNotAdd")}
          </StatusBadge>
        )}
      </span>
      <span>
        <Money minor={debit} currency={currency} />
      </span>
      <span>
        <Money minor={credit} currency={currency} />
      </span>
      <span />
    </div>
  );
}

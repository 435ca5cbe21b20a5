import { Button, CloseButton, Menu, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useKitWords } from "../words";
import { FilterForm, useFilterText } from "./FilterForm";
import classes from "./list.module.css";
import type { Filter } from "./types";
import type { ListState } from "./useList";

const PAUSE = 200;

interface FilterBarProps {
  list: ListState;
  filters: readonly Filter[];
  placeholder?: string | undefined;
  children?: ReactNode;
}

/** Search, the filters that are set as chips, and a menu of those that could be. */
export function FilterBar({ list, filters, placeholder, children }: FilterBarProps) {
  const t = useKitWords();
  const [opened, setOpened] = useState<string | null>(null);
  const set = filters.filter((filter) => list.filters[filter.key] !== undefined || filter.key === opened);
  const further = filters.filter((filter) => !set.includes(filter));
  return (
    <search className={classes.bar}>
      {placeholder === undefined ? null : <SearchField list={list} placeholder={placeholder} />}
      {set.map((filter) => (
        <Chip
          key={filter.key}
          filter={filter}
          list={list}
          isOpen={opened === filter.key}
          open={(is) => setOpened(is ? filter.key : null)}
        />
      ))}
      {further.length > 0 ? (
        <Menu position="bottom-start" width={200}>
          <Menu.Target>
            <Button variant="default" leftSection={<IconFilter size={16} />} className={classes.dashed}>
              {t("filters")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {further.map((filter) => (
              <Menu.Item key={filter.key} onClick={() => setOpened(filter.key)}>
                {filter.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {list.isNarrowed ? (
        <Button variant="subtle" color="gray" onClick={() => list.show({})}>
          {t("clearFilters")}
        </Button>
      ) : null}
      <div className={classes.tools}>{children}</div>
    </search>
  );
}

function SearchField({ list, placeholder }: { list: ListState; placeholder: string }) {
  const [typed, setTyped] = useState(list.q);
  const told = useRef(list.q);
  const tell = useDebouncedCallback((text: string) => {
    told.current = text;
    list.search(text);
  }, PAUSE);
  useEffect(() => {
    if (list.q !== told.current) {
      told.current = list.q;
      setTyped(list.q);
    }
  }, [list.q]);
  return (
    <TextInput
      type="search"
      className={classes.search}
      leftSection={<IconSearch size={16} />}
      placeholder={placeholder}
      aria-label={placeholder}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
    />
  );
}

interface ChipProps {
  filter: Filter;
  list: ListState;
  isOpen: boolean;
  open: (is: boolean) => void;
}

function Chip({ filter, list, isOpen, open }: ChipProps) {
  const t = useKitWords();
  const text = useFilterText(filter, list.filters[filter.key]);
  return (
    <span className={classes.chip}>
      <Popover opened={isOpen} onChange={open} position="bottom-start" trapFocus>
        <Popover.Target>
          <UnstyledButton className={classes.chipWords} onClick={() => open(!isOpen)}>
            {filter.label}: <b>{text}</b>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterForm
            filter={filter}
            value={list.filters[filter.key]}
            change={(value, isDone) => {
              list.filter(filter.key, value);
              if (isDone) open(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <CloseButton
        size={24}
        iconSize={14}
        aria-label={t("removeFilter", { name: filter.label })}
        onClick={() => {
          open(false);
          list.filter(filter.key, undefined);
        }}
      />
    </span>
  );
}

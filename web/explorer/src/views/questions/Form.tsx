import type { ReactNode } from "react";
import { words } from "../../relations.ts";
import { type Given, isSeveral, type Parameter, type Question, takes } from "./asking.ts";
import styles from "./Form.module.css";
import { hint } from "./hints.ts";
import { KeysField } from "./KeysField.tsx";
import { TextField } from "./TextField.tsx";

interface Props {
  question: Question;
  given: Given;
  onGive: (parameter: Parameter, value: unknown) => void;
}

/** A form made of a question's parameters; what is given is asked at once. */
export function Form({ question, given, onGive }: Props) {
  const own = question.parameters.filter(({ name }) => name !== "limit");
  const limit = question.parameters.find(({ name }) => name === "limit");
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()} aria-label="What is asked for">
      {[...own, ...(limit ? [limit] : [])].map((parameter) => (
        <Field
          key={parameter.name}
          parameter={parameter}
          value={given[parameter.name]}
          onGive={(value) => onGive(parameter, value)}
        />
      ))}
    </form>
  );
}

interface FieldProps {
  parameter: Parameter;
  value: unknown;
  onGive: (value: unknown) => void;
}

function Field({ parameter, value, onGive }: FieldProps) {
  const { name, description, required } = parameter;
  const schema = takes(parameter);
  const id = `parameter-${name}`;
  const hintId = `${id}-hint`;
  const several = isSeveral(parameter);
  const choices = schema.enum ?? schema.items?.enum;
  const label = name === "limit" ? "At most" : words(name);
  const kind = schema["x-kind"];

  if (several && choices) {
    const chosen = (value ?? schema.default ?? []) as readonly string[];
    return (
      <fieldset className={styles.field} aria-describedby={hintId}>
        <legend className={styles.label}>{label}</legend>
        <Choices name={id} choices={choices} chosen={chosen} onChosen={(next) => onGive(next)} />
        <Hint id={hintId}>{hint(description)}</Hint>
      </fieldset>
    );
  }
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {required ? <span className={styles.required}> needed</span> : null}
      </label>
      {several ? (
        <KeysField id={id} hint={hintId} kind={kind ?? "*"} keys={(value ?? []) as readonly string[]} onKeys={onGive} needed={required} />
      ) : choices ? (
        <select
          id={id}
          className={styles.input}
          aria-describedby={hintId}
          value={String(value ?? schema.default ?? "")}
          onChange={({ target }) => onGive(target.value)}
        >
          {required || schema.default !== undefined ? null : <option value="">any</option>}
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {words(choice.replaceAll("-", " "))}
            </option>
          ))}
        </select>
      ) : schema.type === "boolean" ? (
        <input
          id={id}
          type="checkbox"
          className={styles.check}
          aria-describedby={hintId}
          checked={Boolean(value ?? schema.default)}
          onChange={({ target }) => onGive(target.checked)}
        />
      ) : (
        <TextField id={id} hint={hintId} schema={schema} value={value} onGive={onGive} />
      )}
      <Hint id={hintId}>{hint(description)}</Hint>
    </div>
  );
}

function Hint({ id, children }: { id: string; children: ReactNode }) {
  return (
    <span id={id} className={styles.hint}>
      {children}
    </span>
  );
}

function Choices({ name, choices, chosen, onChosen }: {
  name: string;
  choices: readonly string[];
  chosen: readonly string[];
  onChosen: (chosen: string[]) => void;
}) {
  if (choices.length > 12) {
    return (
      <select
        multiple
        size={5}
        className={styles.many}
        aria-label={name}
        value={[...chosen]}
        onChange={({ target }) => onChosen([...target.selectedOptions].map((option) => option.value))}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words(choice)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <span className={styles.choices}>
      {choices.map((choice) => (
        <label key={choice} className={styles.choice}>
          <input
            type="checkbox"
            name={name}
            checked={chosen.includes(choice)}
            onChange={({ target }) =>
              onChosen(choices.filter((one) => (one === choice ? target.checked : chosen.includes(one))))
            }
          />
          {words(choice.replaceAll("-", " "))}
        </label>
      ))}
    </span>
  );
}

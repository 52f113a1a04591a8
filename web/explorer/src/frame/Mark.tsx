/** The brand's mark: a curve of feeling from one moment to another. */
export function Mark() {
  return (
    <svg width={22} height={22} viewBox="0 0 22 22" fill="none" aria-hidden>
      <path
        d="M3 14.5 C6 14.5 6 6.5 9 6.5 S12 14 14.5 14 17 9.5 19 9"
        stroke="currentColor"
        strokeWidth={2.2}
        strokeLinecap="round"
      />
      <circle cx={3} cy={14.5} r={2.2} fill="currentColor" />
      <circle cx={19} cy={9} r={2.2} fill="currentColor" />
    </svg>
  );
}

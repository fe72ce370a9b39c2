-- The pairs that may be one person, and what reviewers said of them.

create table merge_candidates (
    id uuid not null default uuidv7() constraint merge_candidates_key primary key,
    person_id uuid not null constraint merge_candidates_person_id_exists references persons,
    master_person_id uuid not null
        constraint merge_candidates_master_person_id_exists references persons,
    score numeric,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint nobody_is_their_own_duplicate check (person_id <> master_person_id)
);
create index merge_candidates_by_master_person on merge_candidates (master_person_id);
create index merge_candidates_by_person on merge_candidates (person_id);
create unique index one_merge_candidate_per_pair
    on merge_candidates (least(person_id, master_person_id), greatest(person_id, master_person_id));

create table manual_merge_candidates (
    id uuid not null default uuidv7() constraint manual_merge_candidates_key primary key,
    merge_candidate_id uuid not null
        constraint manual_merge_candidates_merge_candidate_id_exists references merge_candidates,
    status text not null default 'NEW',
    decision text,
    reason text,
    assignee_id uuid constraint manual_merge_candidates_assignee_id_exists references users,
    requests_count integer not null default 0,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    seen_by uuid[] not null default '{}'::uuid[],
    constraint manual_merge_candidate_status_is_known check (status in ('NEW', 'PROCESSED')),
    constraint processed_reason_is_known check (reason in ('QUORUM', 'AUTO_MERGE')),
    constraint decision_of_a_candidate_is_known check (decision in ('MERGE', 'SPLIT', 'TRASH')),
    constraint a_processed_candidate_says_why
        check ((status = 'PROCESSED') = (reason is not null)),
    constraint a_decided_candidate_says_how
        check ((reason is not distinct from 'QUORUM') = (decision is not null)),
    constraint a_processed_candidate_is_nobodys check (status = 'NEW' or assignee_id is null)
);
create index free_manual_merge_candidates
    on manual_merge_candidates (requests_count desc, inserted_at, id)
    where status = 'NEW' and assignee_id is null;
create index free_manual_merge_candidates_seen_alike
    on manual_merge_candidates (requests_count desc, (seen_by[1:50]) desc, inserted_at, id)
    where status = 'NEW' and assignee_id is null;
create unique index one_review_per_merge_candidate on manual_merge_candidates (merge_candidate_id);

create table merge_requests (
    id uuid not null default uuidv7() constraint merge_requests_key primary key,
    manual_merge_candidate_id uuid not null
        constraint merge_requests_manual_merge_candidate_id_exists
            references manual_merge_candidates,
    assignee_id uuid not null constraint merge_requests_assignee_id_exists references users,
    status text not null default 'NEW',
    comment text,
    superseded_at timestamptz,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint merge_request_status_is_known
        check (status in ('MERGE', 'NEW', 'POSTPONE', 'SPLIT', 'TRASH')),
    constraint a_comment_has_a_limit check (char_length(comment) <= 3000)
);
create index decided_merge_requests
    on merge_requests (updated_at) include (status, manual_merge_candidate_id)
    where status in ('MERGE', 'SPLIT', 'TRASH');
create index merge_requests_by_insertion on merge_requests (assignee_id, inserted_at, id);
create index merge_requests_by_status on merge_requests (assignee_id, status, id);
create unique index one_merge_request_per_reviewer_and_candidate
    on merge_requests (manual_merge_candidate_id, assignee_id);
create unique index one_new_merge_request_per_candidate
    on merge_requests (manual_merge_candidate_id)
    where status = 'NEW' and superseded_at is null;
create unique index one_new_merge_request_per_reviewer
    on merge_requests (assignee_id)
    where status = 'NEW' and superseded_at is null;
create index open_merge_requests
    on merge_requests (assignee_id, inserted_at, id)
    where status in ('NEW', 'POSTPONE') and superseded_at is null;

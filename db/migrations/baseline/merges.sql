-- Which person was merged into which, by which pair.

create table merged_pairs (
    id uuid not null default uuidv7() constraint merged_pairs_key primary key,
    person_id uuid not null constraint merged_pairs_person_id_exists references persons,
    master_person_id uuid not null
        constraint merged_pairs_master_person_id_exists references persons,
    merge_candidate_id uuid not null
        constraint merged_pairs_merge_candidate_id_exists references merge_candidates,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint nobody_is_merged_into_themselves check (person_id <> master_person_id)
);
create unique index a_person_is_merged_once on merged_pairs (person_id);

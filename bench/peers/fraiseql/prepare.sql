-- What FraiseQL reads: merge requests with both persons as JSON that was written beforehand, and a
-- view that lets a reviewer see them while neither they nor the client that they come through is
-- blocked and they hold the role. Nothing keeps the JSON up to date: only reading is measured.
set timezone to 'UTC';
create table tv_merge_request (
    id uuid primary key,
    assignee_id uuid not null,
    inserted_at timestamptz not null,
    is_open boolean not null,
    data jsonb not null
);
insert into tv_merge_request
select request.id, request.assignee_id, request.inserted_at,
       request.status in ('NEW', 'POSTPONE') and request.superseded_at is null,
       jsonb_build_object(
           'id', global_id('MergeRequest', request.id), 'database_id', request.id,
           'cursor', encode(convert_to(request.inserted_at || ' ' || request.id, 'UTF8'), 'hex'),
           'status', request.status, 'comment', request.comment,
           'inserted_at', request.inserted_at, 'updated_at', request.updated_at,
           'manual_merge_candidate', jsonb_build_object(
               'id', rtrim(global_id('ManualMergeCandidate', candidate.id), e'\n'),
               'status', candidate.status,
               'merge_candidate', jsonb_build_object(
                   'id', global_id('MergeCandidate', pair.id),
                   'person', jsonb_build_object(
                       'id', global_id('Person', person.id),
                       'first_name', person.first_name, 'last_name', person.last_name,
                       'birth_date', person.birth_date),
                   'master_person', jsonb_build_object(
                       'id', global_id('Person', master.id),
                       'first_name', master.first_name, 'last_name', master.last_name,
                       'birth_date', master.birth_date))))
  from merge_requests request
  join manual_merge_candidates candidate on candidate.id = request.manual_merge_candidate_id
  join merge_candidates pair on pair.id = candidate.merge_candidate_id
  join persons person on person.id = pair.person_id
  join persons master on master.id = pair.master_person_id;
create index on tv_merge_request (assignee_id, is_open, inserted_at, id);
-- Through `offset 0`, requests are read in their order and each finds its reviewer's clients: else
-- PostgreSQL reads all of a reviewer's requests and sorts them.
create view v_merge_request as
select request.*, admitted.client_id
  from tv_merge_request request
 cross join lateral (
    select given.client_id
      from users reviewer
      join role_grants given on given.user_id = reviewer.id and given.role = 'NHS_REVIEWER'
      join clients client on client.id = given.client_id
     where reviewer.id = request.assignee_id
       and not reviewer.is_blocked and not client.is_blocked
    offset 0) admitted;
grant select on tv_merge_request, v_merge_request to selfsame_app;
analyze tv_merge_request;

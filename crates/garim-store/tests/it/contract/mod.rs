//! The contract: what every store must do, whatever the database.

mod access;
mod catalog;
mod discovery;
mod graph;
mod imports;
mod requests;
mod runs;
mod work;

use garim_ports::Store;
use garim_store::SqliteStore;

/// An empty catalog in a folder that goes with the test, and where it lies.
pub async fn opened() -> (tempfile::TempDir, SqliteStore, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.db");
    let store = SqliteStore::open(&path).await.unwrap();
    (folder, store, path)
}

/// Opens an empty store, hands it to one part of the contract, and throws it away.
macro_rules! on_sqlite {
    ($($module:ident::$name:ident,)*) => {
        $(#[tokio::test]
        async fn $name() {
            let (_folder, store, _) = opened().await;
            let store: &dyn Store = &store;
            $module::$name(store).await;
        })*
    };
}

on_sqlite! {
    catalog::a_contract_may_change_and_keeps_what_runs_recorded,
    catalog::schema_versions_count_up_by_one,
    catalog::what_belongs_to_no_dataset_is_not_found,
    catalog::a_person_decides_and_runs_do_not_override,
    catalog::settling_the_same_again_is_no_news,
    catalog::a_permit_for_something_else_is_refused,
    catalog::the_newest_word_on_an_asset_holds,
    catalog::nobody_certifies_with_another_permit_or_in_anothers_name,
    catalog::metric_values_are_replaced_and_ordered_by_day,
    runs::a_job_runs_once_at_a_time_for_a_day,
    runs::sequences_count_for_a_job_and_attempts_for_its_day,
    runs::a_run_ends_once,
    runs::runs_are_listed_by_what_they_touch,
    runs::outputs_are_the_newest_of_each_day,
    runs::lineage_is_what_the_last_good_run_of_a_job_captured,
    runs::a_prepared_run_is_there_until_it_ends,
    requests::a_request_advances_from_where_it_stands,
    requests::steps_are_recorded_once_and_in_order,
    requests::plan_and_certificate_are_kept_without_the_salt,
    work::a_job_is_enqueued_once_while_unfinished,
    work::a_job_that_was_taken_over_cannot_be_finished,
    work::the_job_longest_due_comes_first,
    work::a_lease_is_held_by_one_and_fenced,
    work::the_outbox_is_in_order_and_tells_of_every_change,
    access::people_are_counted_and_not_named,
    access::sessions_expire_and_end,
    access::a_sign_in_link_works_once,
    access::the_audit_log_is_a_chain,
    access::a_token_is_whose_it_is_until_it_expires_or_is_revoked,
    graph::a_reader_hears_of_each_change_once,
    graph::what_came_and_went_between_two_readings_is_not_told,
    graph::the_same_again_is_no_news,
    graph::a_job_replaces_only_what_it_wrote_again,
    graph::each_job_that_says_so_is_named,
    imports::imports_are_listed_newest_first_with_what_they_found,
    imports::a_stream_has_one_position_whatever_it_was_called,
    imports::an_execution_is_taken_in_once,
    imports::what_a_complete_source_shows_no_longer_is_told_once,
    imports::what_is_imported_comes_goes_and_is_found_by_its_name,
    imports::a_job_is_there_with_or_without_what_it_moves,
    imports::usage_adds_up_by_asset_and_user,
    imports::who_looks_at_a_dashboard_uses_what_it_reads,
    discovery::a_search_is_kept_for_its_owner_alone,
    discovery::what_was_chosen_is_found_by_its_question,
    discovery::people_of_a_dataset_are_counted_once_over_all_its_queries,
    discovery::what_many_use_is_popular_and_programs_are_not_people,
    discovery::newcomers_are_what_was_first_seen_since,
}

//! Files that someone else wrote, edited or deleted.

use super::*;

#[test]
fn an_edit_stays_while_there_is_nothing_new_to_write() {
    let out = folder();
    write(&demo("kind: Service\n"), out.path()).unwrap();
    put(out.path(), SERVICES, "kind: Service # edited\n");

    let changes = compare(&demo("kind: Service\n"), out.path()).unwrap();
    insta::assert_snapshot!(changes, @r"
    keep       base/services/services.yaml (edited by hand, and nothing new to write)
    1 kept as edited, 1 unchanged
    ");
    let report = repo::apply(&changes).unwrap();
    assert!(report.is_unchanged());
    insta::assert_snapshot!(redact(&report, out.path()), @r"
    [out]: nothing to write, 1 file unchanged
    kept base/services/services.yaml, which was edited by hand
    ");
    assert_eq!(read(out.path(), SERVICES), "kind: Service # edited\n");
}

#[test]
fn an_edited_file_that_is_no_longer_generated_stays() {
    let out = folder();
    write(&demo("kind: Service\n"), out.path()).unwrap();
    put(out.path(), SERVICES, "kind: Service # edited\n");

    let without = tree(&[(DEPLOYMENT, "kind: Deployment\n")]);
    insta::assert_snapshot!(compare(&without, out.path()).unwrap(), @r"
    keep       base/services/services.yaml (edited by hand, and no longer generated)
    1 kept although no longer generated, 1 unchanged; the lock is written anew
    ");
    write(&without, out.path()).unwrap();
    assert_eq!(read(out.path(), SERVICES), "kind: Service # edited\n");
    insta::assert_snapshot!(compare(&without, out.path()).unwrap(), @"1 unchanged");
}

#[test]
fn a_file_that_was_deleted_by_hand_is_made_again() {
    let out = folder();
    write(&demo("kind: Service\n"), out.path()).unwrap();
    fs::remove_file(out.path().join(SERVICES)).unwrap();
    let report = write(&demo("kind: Service\n"), out.path()).unwrap();
    assert_eq!((report.created, report.unchanged), (1, 1));
}

#[test]
fn every_conflict_is_listed_and_nothing_is_written() {
    let out = folder();
    write(&demo("kind: Service\n"), out.path()).unwrap();
    put(out.path(), SERVICES, "kind: Service # edited\n");
    put(out.path(), "base/hpa/hpa.yaml", "kind: Mine\n");
    let before = snapshot(out.path());

    let mut new = demo("kind: Service # new\n");
    new.put(
        "base/hpa/hpa.yaml".parse().unwrap(),
        Document::new("Hpa", "a", "kind: Hpa\n"),
    );
    new.put(
        "base/pdb/pdb.yaml".parse().unwrap(),
        Document::new("Pdb", "a", "kind: Pdb\n"),
    );
    insta::assert_snapshot!(message(write(&new, out.path()), out.path()), @r"
    error[repo/conflict]: `base/hpa/hpa.yaml` is in the way: it is not a file that k8sgen generated
      --> [out]/base/hpa/hpa.yaml
      = help: commit or move the file, or generate with --force to write over it
    error[repo/conflict]: `base/services/services.yaml` was edited by hand, and what is generated for it has changed as well
      --> [out]/base/services/services.yaml
      = help: commit or move the edit, then generate with --force to write over it, and put the edit back
              where it still belongs; a change for one environment is better kept in its overlay
    ");
    assert_same(&snapshot(out.path()), &before);

    let changes = repo::compare(&new, &origin(), out.path(), OnConflict::Overwrite).unwrap();
    assert_eq!(changes.count(Action::Overwrite), 2);
    insta::assert_snapshot!(redact(&repo::apply(&changes).unwrap(), out.path()), @"[out]: 1 created, 2 written over, 1 unchanged");
    assert_eq!(read(out.path(), SERVICES), "kind: Service # new\n");
}

#[test]
fn a_file_that_is_there_and_the_same_is_taken_over() {
    let out = folder();
    put(out.path(), SERVICES, "kind: Service\n");
    let report = write(&demo("kind: Service\n"), out.path()).unwrap();
    assert_eq!((report.created, report.unchanged), (1, 1));
    assert_eq!(
        write(&demo("kind: Service # new\n"), out.path())
            .unwrap()
            .updated,
        1
    );
}

//! Where things are: in AWS, on the network, in a folder.

use k8sgen_templates::names::{
    AccountId, Arn, Cidr, DomainName, HostName, HttpPath, MountPath, Partition, Region, RepoPath,
    SecretsManagerName,
};

use super::{check, with};

#[test]
fn aws_places() {
    check::<Partition>(
        &["aws", "aws-cn", "aws-us-gov"],
        &[("aws-iso", "one of `aws`, `aws-cn` and `aws-us-gov`")],
    );
    check::<AccountId>(
        &["012345678901"],
        &[
            ("1234-5678-9012", &with("12 digits", "123456789012")),
            ("12345678901", "12 digits"),
        ],
    );
    let code = "the code of a region, like `us-east-1`, not of a zone in it";
    check::<Region>(
        &[
            "us-east-1",
            "us-gov-west-1",
            "cn-north-1",
            "ap-southeast-5",
            "mx-central-1",
        ],
        &[
            ("us-east-1a", &with(code, "us-east-1")),
            (
                "us-iso-east-1",
                "it is in a partition other than `aws`, `aws-cn` and `aws-us-gov`",
            ),
            ("us-east", code),
            ("US-EAST-1", code),
            ("useast1", code),
            ("eusc-de-east-1", code),
        ],
    );
    for (region, partition, suffix) in [
        ("eu-west-1", Partition::Aws, "amazonaws.com"),
        ("us-gov-east-1", Partition::AwsUsGov, "amazonaws.com"),
        ("cn-northwest-1", Partition::AwsCn, "amazonaws.com.cn"),
    ] {
        let found = region.parse::<Region>().unwrap().partition();
        assert_eq!((found, found.dns_suffix()), (partition, suffix));
    }
}

#[test]
fn arns() {
    let six = "six parts joined by colons, `arn:partition:service:region:account:resource`";
    let resource = "its resource, the sixth part, is some text without blanks";
    check::<Arn>(
        &[
            "arn:aws:iam::123456789012:role/web-ui",
            "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
            "arn:aws-cn:s3:::bucket/*",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf",
        ],
        &[
            ("arn:aws:s3:::", resource),
            ("arn:aws:s3:::a b", resource),
            ("aws:s3:::b", six),
            ("arn:aws:s3", six),
            ("arn:aws::::b", "its service `` is no AWS service"),
            (
                "arn:azure:s3:::b",
                "`azure` is not an AWS partition: one of `aws`, `aws-cn` and `aws-us-gov`",
            ),
            (
                "arn:aws:iam::1:role/a",
                "`1` is not an AWS account id: 12 digits",
            ),
            (
                "arn:aws:eks:mars:123456789012:c",
                "`mars` is not an AWS region: the code of a region, like `us-east-1`, not of a zone in it",
            ),
        ],
    );
    let arn: Arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a:b"
        .parse()
        .unwrap();
    assert_eq!(arn.resource(), "secret:a:b");
    assert_eq!(arn.region().map(Region::as_str), Some("us-east-1"));
    let policy: Arn = "arn:aws:iam::aws:policy/x".parse().unwrap();
    assert_eq!((policy.region(), policy.account()), (None, None));
}

#[test]
fn networks() {
    let form = "an address, `/`, and how many of its bits name the network, like `10.0.0.0/16`";
    check::<Cidr>(
        &[
            "10.0.0.0/16",
            "0.0.0.0/0",
            "::/0",
            "fd00::/8",
            "10.1.2.3/32",
        ],
        &[
            (
                "10.0.3.7/16",
                "it has bits set after its first 16; write `10.0.0.0/16`",
            ),
            ("10.0.3.7", &with(form, "10.0.3.7/32")),
            ("10.0.0.0/33", form),
            ("vpc", form),
        ],
    );
    let read = |text: &str| text.parse::<Cidr>().unwrap();
    assert_eq!(read("FD00:0::/8"), "fd00::/8");
    assert!(read("0.0.0.0/0").contains_everything() && read("::/0").contains_everything());
    assert!(read("10.0.0.0/8").contains(&read("10.1.0.0/16")));
    assert!(!read("10.1.0.0/16").contains(&read("10.0.0.0/8")));
}

#[test]
fn hosts() {
    let labels = "lowercase letters, digits and `-` only, in parts joined by dots";
    let host = "a host alone, without scheme, port or path; write `db.example.com`";
    check::<DomainName>(
        &["example.com", "a.b.example.xn--p1ai"],
        &[
            (
                "localhost",
                "it has one part; give the whole name, like `app.example.com`",
            ),
            ("10.0.0.1", "its last part is a number, as in an IP address"),
            ("Example.com", &with(labels, "example.com")),
            ("*.example.com", &with(labels, "example.com")),
            ("a b", labels),
            ("example.com.", &with(labels, "example.com")),
        ],
    );
    check::<HostName>(
        &[
            "localhost",
            "10.0.0.1",
            "db.abc.us-east-1.rds.amazonaws.com",
        ],
        &[
            ("db.example.com:5432", host),
            ("redis://db.example.com:6379/0", host),
            ("db_1", &with(labels, "db-1")),
        ],
    );
    let domain: DomainName = "example.com".parse().unwrap();
    assert_eq!(domain.child("app.dev").unwrap(), "app.dev.example.com");
    assert!(domain.child("").is_err());
    let long = format!("{}.com", "a".repeat(64));
    assert!(
        long.parse::<DomainName>()
            .unwrap_err()
            .why
            .ends_with("has 64 characters, and at most 63 are allowed")
    );
}

#[test]
fn secrets() {
    check::<SecretsManagerName>(
        &["replica/prod/database", "rds!db-1", "/a", "a..b"],
        &[
            ("a/../b", "no part between its slashes is `..`"),
            ("a b", &with("letters, digits and `/_+=.@-` only", "a-b")),
            ("arn:aws:x", "the name alone, not the ARN"),
        ],
    );
}

#[test]
fn paths() {
    let stray = "no part between its slashes is empty, `.` or `..`";
    let marks = "no blanks, control characters, `?` or `#`";
    check::<HttpPath>(
        &["/", "/health", "/api/", "/a.b/c..d"],
        &[
            ("health", &with("it starts with a slash", "/health")),
            ("/a b", marks),
            ("/a?b", marks),
            ("/a#b", marks),
            ("/a\n", marks),
            ("a b", "it starts with a slash"),
            ("//", stray),
            ("/a//b", stray),
            ("/a/..", stray),
            ("/./a", stray),
            ("/a%2Fb", "no escaped slash, `%2f`"),
        ],
    );
    check::<MountPath>(
        &["/data", "/var/lib/app data"],
        &[
            ("data", &with("it starts with a slash", "/data")),
            ("/a:b", "no `:` and no control characters"),
            ("/a/../b", "no part between its slashes is `..`"),
            (
                "//",
                "a volume over `/` would hide the image; name a folder",
            ),
        ],
    );
    assert_eq!("//a/./b//".parse::<MountPath>().unwrap(), "/a/b");
    let parts = "no part between its slashes is empty, `.`, `..` or `.git`";
    let marks = "no backslash, `:` or control character; parts are joined by `/`";
    check::<RepoPath>(
        &[
            "README.md",
            "base/services/services.yaml",
            ".k8sgen/lock.yaml",
            ".gitignore",
            "a b/é",
        ],
        &[
            (
                "/etc/passwd",
                &with(
                    "it is from the repository's root, not from `/`",
                    "etc/passwd",
                ),
            ),
            ("/", "it is from the repository's root, not from `/`"),
            ("../x", parts),
            ("a//b", parts),
            ("a/", parts),
            ("./a", parts),
            (".Git/hooks/x", parts),
            ("a\\b", marks),
            ("C:/x", marks),
            ("a\nb", marks),
        ],
    );
    let path: RepoPath = "base/services".parse().unwrap();
    assert_eq!(path.join("a/b.yaml").unwrap(), "base/services/a/b.yaml");
    assert!(path.join("../x").is_err() && path.join("/x").is_err());
    assert_eq!(path.parent().and_then(|parent| parent.parent()), None);
}

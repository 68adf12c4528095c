//! Units of metrics.

use aws_sdk_cloudwatch::types as sdk;
use aws_sdk_cloudwatchlogs::types as logs;

use crate::prelude::*;

aws_enum! {
    /// What a metric counts.
    Unit = sdk::StandardUnit, logs::StandardUnit {
        Seconds = "Seconds",
        Microseconds = "Microseconds",
        Milliseconds = "Milliseconds",
        Bytes = "Bytes",
        Kilobytes = "Kilobytes",
        Megabytes = "Megabytes",
        Gigabytes = "Gigabytes",
        Terabytes = "Terabytes",
        Bits = "Bits",
        Kilobits = "Kilobits",
        Megabits = "Megabits",
        Gigabits = "Gigabits",
        Terabits = "Terabits",
        Percent = "Percent",
        Count = "Count",
        BytesSecond = "Bytes/Second",
        KilobytesSecond = "Kilobytes/Second",
        MegabytesSecond = "Megabytes/Second",
        GigabytesSecond = "Gigabytes/Second",
        TerabytesSecond = "Terabytes/Second",
        BitsSecond = "Bits/Second",
        KilobitsSecond = "Kilobits/Second",
        MegabitsSecond = "Megabits/Second",
        GigabitsSecond = "Gigabits/Second",
        TerabitsSecond = "Terabits/Second",
        CountSecond = "Count/Second",
        None = "None",
    }
}

conversions! {
    /// The same for CloudWatch Logs, whose type is another.
    of_logs: Option<Unit>, logs::StandardUnit {
        |said| Some(Unit::from_aws(said)),
        |unit| unit.map(logs::StandardUnit::from),
    }
}

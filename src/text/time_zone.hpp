// Times as the clocks of a zone show them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace footfall::text {

/// The moment at which the clocks of `zone` (an IANA name) show what `local_ms`, read as UTC, spells; the
/// first of two, and the moment of the leap when they leap over it. Nothing when the zone is not known.
/// Thread-safe; takes the lock of the table of loaded zones.
[[nodiscard]] std::optional<std::int64_t> from_local_ms(std::int64_t local_ms, std::string_view zone);

/// When the days begin, from that of `from_s` to the one behind that of `to_s`: two at least, in seconds
/// since 1970 UTC. A zone that is not known counts as UTC. Thread-safe, as above.
[[nodiscard]] std::vector<std::int64_t> begins_of_days_s(std::string_view zone, std::int64_t from_s,
                                                         std::int64_t to_s);

}  // namespace footfall::text

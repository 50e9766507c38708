// Rows of events and of import ids that go.
#pragma once

#include "footfall/store/event_store.hpp"

#include <cstddef>

namespace footfall::store::sqlite {

struct writing_connection;

/// As `event_store::prune_before`, in the transaction that is open.
[[nodiscard]] result<std::size_t> delete_events(writing_connection& from, const age_limit& limit,
                                                cursor after, cursor until);

/// As `event_store::erase_user`, in the transaction that is open.
[[nodiscard]] result<std::size_t> erase_events(writing_connection& from, const user_erasure& whose,
                                               cursor after, cursor until);

/// As `event_store::prune_imports`, in the transaction that is open.
[[nodiscard]] result<import_prune_step> delete_lines(writing_connection& of, const age_limit& limit,
                                                     cursor from, std::size_t rows_max);

}  // namespace footfall::store::sqlite

// Lays a list of sessions out in one block.
#include "model/session_list.hpp"

namespace footfall::model {

session_list::session_list(std::span<const listed_session> sessions, session_age oldest) {
  if (sessions.empty() && oldest == 0) return;
  auto words = std::make_shared_for_overwrite<listed_session[]>(sessions.size() + header_words + 1);
  words[0] = sessions.size();
  words[1] = oldest;
  std::ranges::copy(sessions, &words[header_words]);
  words.get()[sessions.size() + header_words] = 0;
  words_ = std::move(words);
}

}  // namespace footfall::model

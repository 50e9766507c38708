// What a content server sends that announces exports: lists of its content, and the announcement of an
// export.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace footfall::test {

/// The response with a list of articles (type 2, in the category 1/2), each by its number and title.
[[nodiscard]] std::string content_list(const std::vector<std::pair<int, std::string>>& items,
                                       const std::string& language);

/// The announcement of an export of all articles: `urls` is JSON, an address or a list of them.
[[nodiscard]] std::string announcement_of(const std::string& action, const std::string& language,
                                          const std::string& urls);

}  // namespace footfall::test

#include "support/content_server.hpp"

#include "support/fake_server.hpp"

namespace footfall::test {

std::string content_list(const std::vector<std::pair<int, std::string>>& items, const std::string& language) {
  std::string list;
  for (const auto& [id, title] : items)
    list += (list.empty() ? "" : ",") + std::string(R"({"contentId":)") + std::to_string(id) +
            R"(,"contentTypeId":2,"identifier":"article","language":")" + language +
            R"(","publishedDate":"2026-01-31T12:00:00+00:00","author":"Anna","uri":"/articles/)" +
            std::to_string(id) + R"(","categoryPath":"/1/2/","mainLocation":{"href":"/api/1"},"title":")" +
            title + "\"}";
  return http_response_text("200 OK", R"({"contentList":{"content":[)" + list + "]}}");
}

std::string announcement_of(const std::string& action, const std::string& language, const std::string& urls) {
  return R"({"action":")" + action +
         R"(","format":"EZ","contentTypeId":2,"contentTypeName":"article","lang":")" + language +
         R"(","credentials":{"login":"export","password":"secret"},"uri":)" + urls + "}";
}

}  // namespace footfall::test
